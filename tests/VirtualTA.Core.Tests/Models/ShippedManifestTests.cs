using VirtualTA.Core.Models;
using Xunit;

namespace VirtualTA.Core.Tests.Models;

public sealed class ShippedManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifest-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void StageAndSettings_AreRead()
    {
        Write("""{"models":[{"name":"a","kind":"voice","file":"voice/a.bin","bytes":3,"sha256":"00","stage":"experimental","sampling":{"temperature":0.7},"figures":{"wer":"0.3"}},{"name":"b","kind":"codec","file":"b.bin","bytes":1,"sha256":"01"}]}""");

        var voice = ShippedManifest.Find(_folder.FullName, "voice/a.bin");
        Assert.Equal(ShippedManifest.Experimental, voice?.Stage);
        Assert.Equal(0.7, voice?.Sampling?["temperature"]);
        Assert.Null(ShippedManifest.Find(_folder.FullName, "b.bin")?.Stage);
        Assert.Null(ShippedManifest.Find(_folder.FullName, "c.bin"));
        Assert.Equal(2, ShippedManifest.Read(_folder.FullName).Count);
    }

    [Fact]
    public void ADamagedManifest_IsNamed_AndFindsNothing()
    {
        Write("""{"models":[{""");

        Assert.Contains("manifest.json", Assert.Throws<InvalidDataException>(() => ShippedManifest.Read(_folder.FullName)).Message, StringComparison.Ordinal);
        Assert.Null(ShippedManifest.Find(_folder.FullName, "voice/a.bin"));
        Assert.Null(ShippedManifest.Find(Path.Combine(_folder.FullName, "nowhere"), "voice/a.bin"));
    }

    private void Write(string content) => File.WriteAllText(Path.Combine(_folder.FullName, "manifest.json"), content);
}
