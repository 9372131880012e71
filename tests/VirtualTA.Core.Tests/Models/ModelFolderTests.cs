using VirtualTA.Core.Models;
using Xunit;

namespace VirtualTA.Core.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("models-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Find_WalksUp_FromTheStartingPoint()
    {
        DirectoryInfo deep = _root.CreateSubdirectory("artifacts/bin/app");
        DirectoryInfo models = _root.CreateSubdirectory("models/pronunciation").Parent!;

        Assert.Equal(models.FullName, ModelFolder.Find(null, [deep.FullName]));
    }

    [Fact]
    public void Find_PrefersTheNamedFolder()
    {
        DirectoryInfo named = _root.CreateSubdirectory("elsewhere");
        _root.CreateSubdirectory("models/pronunciation");

        Assert.Equal(named.FullName, ModelFolder.Find(named.FullName, [_root.FullName]));
    }

    [Fact]
    public void Find_NamesTheRemedy_WhenNothingIsThere()
    {
        DirectoryInfo empty = _root.CreateSubdirectory("empty");

        Assert.Contains(ModelFolder.EnvironmentVariable, Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Find("/nowhere/at/all", [])).Message, StringComparison.Ordinal);
        Assert.Contains(ModelFolder.EnvironmentVariable, Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Find(null, [empty.FullName])).Message, StringComparison.Ordinal);
    }
}
