"""Speech data: reading the source sets, caching decoded audio, text, phones, augmentation, shards."""
