using VirtualTA.Core.Pronunciation;
using PhoneSequence = VirtualTA.Core.Pronunciation.Phones;

namespace VirtualTA.Recognition.Phones;

/// <summary>Numbering of the network's outputs: 0 is blank (head CTC) or silence (frame head), then the ARPAbet phones without stress in alphabetical order.</summary>
public static class PhoneClasses
{
    /// <summary>Number of classes.</summary>
    public const int Count = PhoneSet.PlainPhoneCount + 1;

    /// <summary>Class of silence, and CTC's blank.</summary>
    public const byte Silence = 0;

    private static readonly string[] OrderedNames =
        ["SIL", .. Enumerable.Range(0, PhoneSet.PlainPhoneCount).Select(PhoneSet.PlainName).Order(StringComparer.Ordinal)];

    private static readonly byte[] ByPlainIndex =
        [.. Enumerable.Range(0, PhoneSet.PlainPhoneCount).Select(index => (byte)Array.IndexOf(OrderedNames, PhoneSet.PlainName(index)))];

    /// <summary>Names by class.</summary>
    public static IReadOnlyList<string> Names => OrderedNames;

    /// <summary>Classes of a pronunciation; marks are left out.</summary>
    public static byte[] Of(PhoneSequence phones)
    {
        var classes = new byte[phones.Length];
        var count = 0;
        foreach (var id in phones.Ids)
        {
            if (PhoneSet.PlainIndexOf(id) is var index and >= 0)
            {
                classes[count++] = ByPlainIndex[index];
            }
        }

        return count == classes.Length ? classes : classes[..count];
    }
}
