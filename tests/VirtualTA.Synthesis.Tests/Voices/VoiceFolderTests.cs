using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Formats;
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
    public async Task AVoiceOfAnEarlierVersion_IsComputedAgain_AndALaterOneIsRefused()
    {
        VoiceFolder computed = Open();
        computed.Keep(TinyVoice.Prompt("carol", 4));
        string path = Path.Combine(_folder.FullName, "carol" + VoiceFolder.Extension);
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer(voices: computed);
        (short[] samples, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("Good morning."), voice: "carol");

        Rewrite(path, version: null);
        VoiceFolder old = Open();
        using EmbeddedSynthesizer reader = TinyVoice.Synthesizer(voices: old);
        (short[] read, _, _) = await TinyVoice.SpeakAsync(reader, TinyVoice.Pieces("Good morning."), voice: "carol");
        Assert.False(old.Find("carol").IsMapped);
        Assert.Equal(samples, read);

        Rewrite(path, version: "4");
        string message = Assert.Throws<UserInputException>(() => Open().Find("carol")).Message;
        Assert.Contains("version '4'", message, StringComparison.Ordinal);
        Assert.Contains("voices enroll", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVoice_ThatIsReplacedWhileItSpeaks_SpeaksOn()
    {
        Open().Keep(TinyVoice.Prompt("carol", 4));
        VoiceFolder folder = Open();
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer(voices: folder);
        (short[] samples, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("Good morning."), voice: "carol");
        Open().Keep(TinyVoice.Prompt("carol", 9, 50)); // as another process does
        (short[] again, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("Good morning."), voice: "carol");

        Assert.Equal(samples, again);
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

    // In the order of the first version: the prompt before keys and values.
    private static void Rewrite(string path, string? version)
    {
        SafetensorsWriter writer = new();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            foreach (KeyValuePair<string, string> pair in file.Metadata.Where(pair => pair.Key is not ("version" or SafetensorsFile.DigestKey)))
            {
                writer.Metadata(pair.Key, pair.Value);
            }

            foreach (TensorInfo tensor in file.Tensors.Values.OrderBy(tensor => tensor.Type == TensorType.F16))
            {
                writer.Add(tensor.Name, tensor.Type, [.. tensor.Shape], file.Bytes(tensor.Name));
            }
        }

        if (version is not null)
        {
            writer.Metadata("version", version);
        }

        writer.Save(path + ".new");
        File.Move(path + ".new", path, overwrite: true);
    }

    private VoiceFolder Open() => new(_folder.FullName, TinyVoice.Model, TinyVoice.Refinement);
}
