#!/bin/sh
# The `stormlamp` command on a machine where systemd runs Stormlamp: docs/operations.md puts it in /usr/local/bin. It
# works as stormlamp.service does: with the same settings and tokens, as the same user and in the same folder.
set -eu

settings=/etc/stormlamp/settings

refuse() {
  echo "stormlamp: $1" >&2
  exit 2
}

trimmed() {
  value=${1#"${1%%[![:space:]]*}"}
  value=${value%"${value##*[![:space:]]}"}
}

# Only what systemd and this script read alike: a value as it stands, or all of it in quotes.
take() {
  case $1 in
    *=*) ;;
    *) refuse "$settings has a line without a name and =. Each is like STORMLAMP_PUBLIC_URL=https://status.example.com." ;;
  esac
  trimmed "${1%%=*}"
  name=$value
  case $name in
    '' | [0-9]* | *[!A-Za-z0-9_]*) refuse "$settings has a name that systemd does not take. Write NAME=value." ;;
  esac
  trimmed "${1#*=}"
  case $value in
    \"*\" | \'*\')
      value=${value#?}
      value=${value%?}
      ;;
  esac
  case $value in
    *[\"\'\\]*) refuse "$name in $settings has a quote or a backslash within its value. Only all of it may be in quotes." ;;
  esac
  export "$name=$value"
}

[ "$(id -u)" = 0 ] || refuse "Only root may read its settings. Write sudo before the command."

# What stands in the environment of whoever calls is not what the service has.
for name in $(env | sed -nE 's/^((STORMLAMP|SLACK|DATABASE|AWS|GOOGLE|AZURE)_[A-Za-z0-9_]*)=.*/\1/p'); do
  unset "$name"
done
if [ -e "$settings" ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    trimmed "$line"
    case $value in
      '' | '#'* | ';'*) ;;
      *) take "$value" ;;
    esac
  done <"$settings"
fi
for name in SLACK_BOT_TOKEN SLACK_APP_TOKEN SLACK_SIGNING_SECRET DATABASE_URL; do
  file=/etc/stormlamp/$(echo "$name" | tr '[:upper:]' '[:lower:]')
  [ ! -e "$file" ] || export "$name=$(cat "$file")"
done

umask 077
export HOME=/var/lib/stormlamp
cd /var/lib/stormlamp
exec setpriv --reuid=stormlamp --regid="$(id -g stormlamp)" --init-groups /opt/stormlamp/.venv/bin/stormlamp "$@"
