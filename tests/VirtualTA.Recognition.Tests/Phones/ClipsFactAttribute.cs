using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>Runs only where VIRTUALTA_CLIPS names a folder of clips with the given table.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClipsFactAttribute : FactAttribute
{
    public const string Variable = "VIRTUALTA_CLIPS";

    public ClipsFactAttribute(string table)
    {
        Table = table;
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, table)))
        {
            Skip = $"{Variable} does not name a folder with {table} (models/training/README.md says how to make one).";
        }
    }

    public string Table { get; }
}
