from django.db import migrations

REFUSAL = "an account stays of the kind it was made"
GUARD = {
    "sqlite": [
        "CREATE TRIGGER people_user_kind BEFORE UPDATE OF kind ON people_user WHEN NEW.kind <> OLD.kind "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION people_user_kind() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER people_user_kind BEFORE UPDATE OF kind ON people_user FOR EACH ROW "
        "WHEN (NEW.kind IS DISTINCT FROM OLD.kind) EXECUTE FUNCTION people_user_kind()",
    ],
}
LIFT = {
    "sqlite": ["DROP TRIGGER people_user_kind"],
    "postgresql": ["DROP TRIGGER people_user_kind ON people_user", "DROP FUNCTION people_user_kind()"],
}


def run(statements):
    def operation(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            for statement in statements[schema_editor.connection.vendor]:
                cursor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(run(GUARD), run(LIFT))]
