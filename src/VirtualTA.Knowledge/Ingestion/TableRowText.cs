namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Writes a table row so that it can be understood without the table.</summary>
internal static class TableRowText
{
    /// <summary>"name: cell; name: cell" with empty cells left out.</summary>
    public static string Join(IReadOnlyList<string> names, IReadOnlyList<string> cells)
    {
        var parts = new List<string>();
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = cells[i].Trim();
            if (cell.Length == 0)
            {
                continue;
            }

            var name = i < names.Count ? names[i].Trim() : "";
            parts.Add(name.Length > 0 ? $"{name}: {cell}" : cell);
        }

        return string.Join("; ", parts);
    }
}
