"""Transcripts with times: subtitles, recognisers, services, and annotation programs."""
