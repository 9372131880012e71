using System.Xml.Linq;
using Xunit;

namespace VirtualTA.Core.Tests.Architecture;

/// <summary>Compares the project files with the dependency rule: composition roots on top, siblings that never meet, foundations that reference nothing.</summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] Everything = ["Core", "Audio", "Neural", "Recognition", "Synthesis", "Knowledge"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Audio"] = [],
        ["Neural"] = [],
        ["Recognition"] = ["Core", "Audio", "Neural"],
        ["Synthesis"] = ["Core", "Audio", "Neural"],
        ["Knowledge"] = ["Core"],
        ["Server"] = Everything,
        ["Cli"] = Everything,
    };

    private static readonly string[] WithoutPackages = ["Core", "Audio", "Neural"];

    private static readonly string[] VectorMathsOnly = ["Recognition", "Synthesis"];

    private static readonly string Sources = Path.Combine(FindRoot(), "src");

    public static TheoryData<string> Projects => [.. Directory.EnumerateDirectories(Sources, "VirtualTA.*").Select(ShortName)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyWhatTheRuleAllows(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is not in the table of the dependency rule; add it there first.");
        var references = Items(project, "ProjectReference").Select(ShortName);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_UsesAspNet_OnlyIfItIsTheServer(string project)
    {
        var isWeb = Load(project).Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web";
        var hasFramework = Items(project, "FrameworkReference").Any(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

        Assert.Equal(project == "Server", isWeb);
        Assert.Equal(project == "Cli", hasFramework); // for the client of the hub
    }

    [Fact]
    public void TheCommandLine_UsesAspNet_OnlyToTalkToAServer()
    {
        var uses = Directory.EnumerateFiles(Path.Combine(Sources, "VirtualTA.Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Microsoft.AspNetCore", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["HubLink.cs"], uses);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_HasPackages_OnlyWhereTheRuleAllows(string project)
    {
        var packages = Items(project, "PackageReference").ToList();

        if (WithoutPackages.Contains(project))
        {
            Assert.Empty(packages);
        }

        if (VectorMathsOnly.Contains(project))
        {
            Assert.All(packages, name => Assert.Equal("System.Numerics.Tensors", name));
        }

        if (project != "Knowledge")
        {
            Assert.DoesNotContain(packages, name => name is "OpenAI" or "Markdig" or "DocumentFormat.OpenXml" or "Polly");
        }
    }

    private static string ShortName(string path) => Path.GetFileName(path).Replace(".csproj", "", StringComparison.Ordinal)["VirtualTA.".Length..];

    private static XDocument Load(string project) =>
        XDocument.Load(Path.Combine(Sources, $"VirtualTA.{project}", $"VirtualTA.{project}.csproj"));

    private static IEnumerable<string> Items(string project, string item) =>
        Load(project).Descendants(item).Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'));

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "VirtualTA.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException("The tests must run inside the repository.");
        }

        return directory;
    }
}
