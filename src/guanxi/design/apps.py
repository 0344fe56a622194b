from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "guanxi.design"
    label = "design"
