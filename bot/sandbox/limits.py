"""What Slack enforces: sizes in characters unless said otherwise, counts, times and rates."""

from __future__ import annotations

from datetime import timedelta

# Blocks
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
OPTION_TEXT = 75
OPTION_DESCRIPTION = 75
#: Slack's documents say 75 in one place and 150 in another; its SDK lets 150 pass.
OPTION_VALUE = 150
SELECT_OPTIONS = 100
SELECT_OPTION_GROUPS = 100
OVERFLOW_OPTIONS = 5
CHOICE_OPTIONS = 10  # of radio buttons and checkboxes
PLACEHOLDER = 150
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT_MIN_LENGTH = 3_000
INPUT_MAX_LENGTH = 3_000
ACTION_ID = 255
BLOCK_ID = 255
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
MARKDOWN_TOTAL = 12_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
CAROUSEL_CARDS = 10
CARD_TITLE = 150  # and its subtitle
CARD_BODY = 200
CONTAINER_TITLE = 150  # and its subtitle
CONTAINER_BLOCKS = 10
TEXT_OBJECT = 3_000

# Views
VIEW_TITLE = 24
VIEW_SUBMIT = 24
VIEW_CLOSE = 24
VIEW_CALLBACK_ID = 255
VIEW_EXTERNAL_ID = 255
VIEW_PRIVATE_METADATA = 3_000
VIEW_BYTES = 250_000
VIEW_STACK = 3

# Messages
#: What is longer is cut.
MESSAGE_TEXT = 40_000
UPDATED_TEXT = 4_000
MARKDOWN_TEXT = 12_000
ATTACHMENTS = 100
#: Of all blocks of a message. Slack does not document it: seen between 12,000 and 13,200.
BLOCKS_TEXT = 13_200

# Times
ACK_WITHIN = timedelta(seconds=3)
#: How long Slack waits before it tells an unacknowledged event again, each time.
EVENT_RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
TRIGGER_TTL = timedelta(seconds=3)
RESPONSE_URL_TTL = timedelta(minutes=30)
RESPONSE_URL_USES = 5

# Rates
SOCKET_CONNECTIONS = 10
#: By tier.
CALLS_PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
