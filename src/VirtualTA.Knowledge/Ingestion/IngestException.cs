namespace VirtualTA.Knowledge.Ingestion;

/// <summary>A file cannot be read; the message says why and what to do, for people.</summary>
internal sealed class IngestException(string message, Exception? inner = null) : Exception(message, inner);
