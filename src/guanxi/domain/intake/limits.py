"""Every limit on what comes in by file (reliability rule 24). A file beyond one is refused by name."""

from datetime import date

MEBIBYTE = 1024 * 1024

LARGEST_FILE_BYTES = 256 * MEBIBYTE
MOST_ROWS = 1_048_576  # what one sheet of a workbook can hold
MOST_COLUMNS = 500
LARGEST_MAPPING_BYTES = MEBIBYTE

# A workbook is a zip archive; its table of members is looked at before anything is unpacked.
MOST_ARCHIVE_MEMBERS = 2_000
LARGEST_ARCHIVE_BYTES = 384 * MEBIBYTE
LARGEST_ARCHIVE_RATIO = 200
# Small members compress arbitrarily well and harm nobody.
RATIO_COUNTS_FROM_BYTES = 4 * MEBIBYTE

# The process that reads a workbook. Its address space bounds its memory: 100,000 rows of 20 columns take
# 230 MB, and a sheet that takes more goes by .csv, which is read as a stream (G9).
PARSER_MEMORY_BYTES = 512 * MEBIBYTE
PARSER_CPU_SECONDS = 60
PARSER_WALL_SECONDS = 120
PARSER_OUTPUT_BYTES = 1024 * MEBIBYTE

# Rows that are committed together.
CHUNK_ROWS = 500

EARLIEST_DAY = date(1950, 1, 1)
LATEST_DAY = date(2099, 12, 31)
MOST_DIGITS = 20
LARGEST_COUNT = 2_147_483_647
LARGEST_WEIGHT_G = 10**12
LARGEST_QUANTITY_THOUSANDTHS = 10**12
LARGEST_RATE_MILLIONTHS = 10**15

# Excel keeps 15 digits of a number; a longer identifier stored as a number has lost the rest.
EXACT_EXCEL_INTEGER = 10**15

REJECTED_FILE_SPOOL_BYTES = 8 * MEBIBYTE
