namespace VirtualTA.Recognition.Models;

/// <summary>A model that can be fetched.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="Address">Official address at a fixed revision.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Bytes">Exact length.</param>
/// <param name="Sha256">Checksum, lower-case hexadecimal.</param>
/// <param name="License">SPDX name.</param>
public sealed record ModelEntry(string Name, string FileName, Uri Address, string Revision, long Bytes, string Sha256, string License);
