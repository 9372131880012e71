using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>How long symbols last in read English speech, measured on 490,000 aligned phones of the training sets.</summary>
/// <remarks>The same table stands in <c>voice/durations.py</c> of the training; a golden file compares them.</remarks>
internal static class PhoneDurations
{
    /// <summary>Most steps of 40 ms that a pause within a sentence lasts.</summary>
    public const int MostStepsOfPause = 25;

    /// <summary>Most steps that a boundary between words without a mark lasts.</summary>
    public const int MostStepsOfBoundary = 8;

    private const double StepsOfMark = 4;
    private const int FramesPerStep = 2;

    // Frames of 20 ms by PhoneSet.PlainIndexOf: mean, and the length that one phone in a thousand exceeds.
    private static readonly (float Mean, byte Longest)[] Frames =
    [
        /* B  */ (3.1f, 10), /* CH */ (6.5f, 23), /* D  */ (2.7f, 13), /* DH */ (2.4f, 10), /* F  */ (4.5f, 17), /* G  */ (3.2f, 12),
        /* HH */ (3.2f, 25), /* JH */ (5.0f, 17), /* K  */ (4.5f, 20), /* L  */ (4.5f, 21), /* M  */ (3.3f, 12), /* N  */ (2.9f, 11),
        /* NG */ (3.7f, 12), /* P  */ (4.3f, 14), /* R  */ (4.0f, 17), /* S  */ (5.9f, 17), /* SH */ (6.9f, 23), /* T  */ (3.7f, 21),
        /* TH */ (4.3f, 14), /* V  */ (2.6f, 10), /* W  */ (3.6f, 12), /* Y  */ (3.7f, 13), /* Z  */ (4.5f, 14), /* ZH */ (4.7f, 15),
        /* AA */ (5.1f, 22), /* AE */ (5.5f, 18), /* AH */ (2.8f, 12), /* AO */ (5.0f, 19), /* AW */ (8.0f, 27), /* AY */ (7.9f, 25),
        /* EH */ (4.5f, 15), /* ER */ (5.7f, 19), /* EY */ (6.8f, 18), /* IH */ (3.1f, 12), /* IY */ (5.1f, 18), /* OW */ (6.0f, 22),
        /* OY */ (8.5f, 21), /* UH */ (2.8f, 11), /* UW */ (3.5f, 18),
    ];

    /// <summary>Most steps that a symbol lasts; one phone in a thousand lasts longer, and none a step longer is missed.</summary>
    public static int MostSteps(byte symbol) => PhoneSet.PlainIndexOf(symbol) switch
    {
        >= 0 and var phone => ((Frames[phone].Longest + FramesPerStep - 1) / FramesPerStep) + 1,
        _ => symbol == PhoneSet.WordBoundary ? MostStepsOfBoundary : MostStepsOfPause,
    };

    /// <summary>Steps that symbols last on average.</summary>
    public static double ExpectedSteps(ReadOnlySpan<byte> symbols)
    {
        double steps = 0;
        foreach (byte symbol in symbols)
        {
            steps += PhoneSet.PlainIndexOf(symbol) is >= 0 and var phone ? Frames[phone].Mean / FramesPerStep : symbol == PhoneSet.WordBoundary ? 0 : StepsOfMark;
        }

        return steps;
    }
}
