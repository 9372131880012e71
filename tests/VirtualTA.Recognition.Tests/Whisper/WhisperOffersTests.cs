using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Formats;
using VirtualTA.Recognition.Whisper;

namespace VirtualTA.Recognition.Tests.Whisper;

public sealed class WhisperOffersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-offers").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.999)]
    public void DamagedModel_IsRefusedWhenItIsChosen_AndTheNextIsTaken(double share)
    {
        var whole = Write("ggml-tiny.bin", 1);
        var cut = Write("ggml-base.bin", share);
        var refused = new List<string>();
        var recognizer = WhisperOffers.Create([whole, cut]).ToList().CreateBest(null, out _, refused.Add);
        Assert.Equal("whisper (ggml-tiny)", recognizer!.Name);
        Assert.StartsWith($"'whisper-base' cannot be used: {cut}: ", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWithValuesThatAreNoNumbers_IsRefusedWhenItIsChosen_NotAtTheFirstQuestion()
    {
        var path = Write("ggml-base.bin", 1);
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length - 64).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        var offers = WhisperOffers.Create([path]).ToList();
        Assert.Null(offers.CreateBest(null, out var remedy));
        Assert.Contains("the file is damaged", remedy, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => offers.CreateBest("whisper-base", out _));
    }

    [Fact]
    public void ModelThatIsGoneMeanwhile_IsRefusedWhenItIsChosen()
    {
        var offers = WhisperOffers.Create([Path.Combine(_folder, "ggml-base.bin")]).ToList();
        Assert.Null(offers.CreateBest(null, out var remedy));
        Assert.Contains("ggml-base.bin", remedy, StringComparison.Ordinal);
    }

    private string Write(string name, double share)
    {
        var path = Path.Combine(_folder, name);
        using var stream = new MemoryStream();
        new SeededModel(51864, GgmlType.F16, AudioContext: 100).Write(stream);
        File.WriteAllBytes(path, stream.ToArray()[..(int)(stream.Length * share)]);
        return path;
    }
}
