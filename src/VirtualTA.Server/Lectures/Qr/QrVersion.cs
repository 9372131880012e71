namespace VirtualTA.Server.Lectures.Qr;

/// <summary>Sizes of QR codes with medium error correction (ISO/IEC 18004, tables 1, 9 and E.1).</summary>
/// <param name="Number">Version.</param>
/// <param name="CheckBytes">Check bytes of each block.</param>
/// <param name="Blocks">Data bytes of each block.</param>
/// <param name="Alignments">Centres of the alignment patterns on either axis.</param>
internal sealed record QrVersion(int Number, int CheckBytes, int[] Blocks, int[] Alignments)
{
    public static IReadOnlyList<QrVersion> All { get; } =
    [
        new(1, 10, [16], []),
        new(2, 16, [28], [6, 18]),
        new(3, 26, [44], [6, 22]),
        new(4, 18, [32, 32], [6, 26]),
        new(5, 24, [43, 43], [6, 30]),
        new(6, 16, [27, 27, 27, 27], [6, 34]),
        new(7, 18, [31, 31, 31, 31], [6, 22, 38]),
        new(8, 22, [38, 38, 39, 39], [6, 24, 42]),
        new(9, 22, [36, 36, 36, 37, 37], [6, 26, 46]),
    ];

    /// <summary>Modules of one side.</summary>
    public int Size => 17 + (4 * Number);

    public int DataBytes => Blocks.Sum();

    /// <summary>Longest text in bytes: mode and length take 12 bits.</summary>
    public int Capacity => DataBytes - 2;
}
