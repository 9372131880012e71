using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Tests.Streaming;
using VirtualTA.Synthesis.Voices;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Voices;

public sealed class VoiceFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voices-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AVoice_SoundsTheSame_ComputedAndReadFromItsFile()
    {
        VoiceFolder computed = Open();
        computed.Keep(TinyVoice.Prompt("carol", 4));
        using EmbeddedSynthesizer first = TinyVoice.Synthesizer(voices: computed);
        using EmbeddedSynthesizer second = TinyVoice.Synthesizer(voices: Open());

        (short[] samples, _, _) = await TinyVoice.SpeakAsync(first, TinyVoice.Pieces("Good morning."), voice: "carol");
        (short[] read, _, _) = await TinyVoice.SpeakAsync(second, TinyVoice.Pieces("Good morning."), voice: "Carol");

        Assert.Equal(samples, read);
        Assert.Equal(["carol"], Open().Descriptions.Select(voice => voice.Name));
    }

    [Fact]
    public void Find_NamesTheVoicesThatExist()
    {
        VoiceFolder folder = Open();
        Assert.Equal(NoticeCodes.VoiceUnknown, Assert.Throws<UserInputException>(() => folder.Find(null)).Code);
        folder.Keep(TinyVoice.Prompt("dora", 5));

        Assert.Contains("dora", Assert.Throws<UserInputException>(() => folder.Find("nobody")).Message, StringComparison.Ordinal);
        Assert.True(folder.Remove("dora"));
        Assert.False(folder.Remove("dora"));
        Assert.Empty(folder.Descriptions);
    }

    [Fact]
    public void Find_CountsTheVoicesThatAreInMemoryAlready()
    {
        Open().Keep(TinyVoice.Prompt("fred", 7));
        VoiceFolder folder = Open();
        using InstrumentReader hits = new("virtualta.voice_cache.hits");
        folder.Find("fred");
        int read = hits.Count;
        folder.Find("fred");

        Assert.True(hits.Count > read);
    }

    [Fact]
    public void ADamagedFile_IsRefused_NotACrash()
    {
        Open().Keep(TinyVoice.Prompt("eve", 6));
        string path = Path.Combine(_folder.FullName, "eve" + VoiceFolder.Extension);
        byte[] good = File.ReadAllBytes(path);
        Random random = new(8);
        for (int attempt = 0; attempt < 60; attempt++)
        {
            byte[] broken = attempt % 2 == 0 ? good[..random.Next(good.Length)] : [.. good];
            broken.AsSpan(0, Math.Min(broken.Length, 8)).CopyTo(broken);
            if (broken.Length > 0)
            {
                broken[random.Next(Math.Min(broken.Length, 1500))] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(path, broken);
            Exception? problem = Record.Exception(() => Open().Find("eve"));
            Assert.True(problem is null or UserInputException, problem?.ToString());
        }
    }

    [Fact]
    public void APrompt_ThatDoesNotFit_IsRefused()
    {
        VoicePrompt good = TinyVoice.Prompt("fay", 7);

        Assert.Throws<InvalidDataException>(() => Open().Keep(good with { Codes = good.Codes[1..] }));
        Assert.Throws<InvalidDataException>(() => Open().Keep(good with { Codes = [.. good.Codes.Select(_ => 24)] }));
        Assert.Throws<InvalidDataException>(() => Open().Keep(good with { Places = [.. good.Places.Reverse()] }));
        Assert.Throws<InvalidDataException>(() => Open().Keep(TinyVoice.Prompt("gil", 7, 501)));
        Assert.Throws<UserInputException>(() => Open().Keep(good with { Name = "../gil" }));
    }

    private VoiceFolder Open() => new(_folder.FullName, TinyVoice.Model, TinyVoice.Refinement);
}
