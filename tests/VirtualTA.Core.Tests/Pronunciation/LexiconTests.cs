using System.IO.Compression;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Core.Pronunciation.Training;
using Xunit;

namespace VirtualTA.Core.Tests.Pronunciation;

public class LexiconTests
{
    private static readonly string[] Lines =
    [
        ";;; a remark", "export const dictionary = {", "  \"read\": \"R EH1 D\",", "  \"read(2)\": \"R IY1 D\",", "a  AH0", "a(2)  EY1",
        "aalborg AO1 L B AO0 R G # place, danish", "reader R IY1 D ER0", "'bout B AW1 T",
    ];

    [Fact]
    public void Write_ThenRead_KeepsWordsAndVariantOrder()
    {
        Lexicon lexicon = RoundTrip();

        Assert.Equal(7, lexicon.Count);
        Assert.Equal(["R EH1 D", "R IY1 D"], lexicon.FindAll("read").Select(phones => phones.ToString()));
        Assert.True(lexicon.TryFind("READER", out Phones reader));
        Assert.Equal("R IY1 D ER0", reader.ToString());
        Assert.True(lexicon.Contains("'bout"));
        Assert.False(lexicon.Contains("rea"));
        Assert.False(lexicon.Contains(""));
        Assert.False(lexicon.Contains("日本"));
        Assert.Equal("AO1 L B AO0 R G", lexicon.FindAll("aalborg").Single().ToString());
    }

    [Fact]
    public void Default_HoldsTheWholeDictionary()
    {
        Lexicon lexicon = Lexicon.LoadDefault();

        Assert.InRange(lexicon.Count, 130_000, 140_000);
        Assert.True(lexicon.TryFind("hello", out Phones hello));
        Assert.Equal("HH AH0 L OW1", hello.ToString());
        string[] words = [.. lexicon.Entries().Select(entry => entry.Key)];
        Assert.All(words.Where((_, index) => index % 997 == 0), word => Assert.NotEmpty(lexicon.FindAll(word)));
    }

    [Fact]
    public void Read_RefusesDamage_WithoutCrashing()
    {
        using MemoryStream good = new();
        LexiconWriter.Write(good, DictionaryText.Read(Lines));
        byte[] plain = Decompress(good.ToArray());
        Random random = new(1);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] broken = [.. plain];
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            if (attempt % 3 == 0)
            {
                broken = broken[..random.Next(broken.Length)];
            }

            Exception? problem = Record.Exception(() => Lexicon.Read(new MemoryStream(Compress(broken))));
            Assert.True(problem is null or InvalidDataException, problem?.ToString());
        }

        Assert.Throws<InvalidDataException>(() => Lexicon.Read(new MemoryStream([1, 2, 3, 4, 5])));
        Assert.Throws<InvalidDataException>(() => Lexicon.Read(new MemoryStream([])));
    }

    [Fact]
    public void DictionaryText_NamesTheLine_OfAnUnknownPhone() =>
        Assert.Contains("Line 2", Assert.Throws<InvalidDataException>(() => DictionaryText.Read(["a AH0", "b QQ1"]).ToList()).Message, StringComparison.Ordinal);

    internal static byte[] Compress(byte[] bytes)
    {
        using MemoryStream output = new();
        using (BrotliStream brotli = new(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return output.ToArray();
    }

    internal static byte[] Decompress(byte[] bytes)
    {
        using BrotliStream brotli = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream output = new();
        brotli.CopyTo(output);
        return output.ToArray();
    }

    private static Lexicon RoundTrip()
    {
        using MemoryStream stream = new();
        LexiconWriter.Write(stream, DictionaryText.Read(Lines));
        stream.Position = 0;
        return Lexicon.Read(stream);
    }
}
