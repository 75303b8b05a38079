"""The methods of Slack's Web API that the bot uses."""
