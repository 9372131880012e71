using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace VirtualTA.Benchmarks.Kernels;

/// <summary>Weight bytes moved per second, or operations per second, at the median.</summary>
internal sealed class RooflineColumn(string name, bool operations) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => operations ? "10^9 operations a second (a multiply-add is two)" : "weight bytes read, 10^9 a second";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (benchmarkCase.Parameters["Shape"] is not Shape shape || summary[benchmarkCase]?.ResultStatistics is not { } statistics)
        {
            return "-";
        }

        var bytesPerWeight = benchmarkCase.Descriptor.WorkloadMethod.Name switch
        {
            nameof(LinearBenchmarks.EightBit) or nameof(LinearBenchmarks.EightBitOneThread) => 1,
            nameof(LinearBenchmarks.SixteenBit) => 2,
            _ => 4,
        };
        var amount = operations ? shape.Operations : (double)shape.Inputs * shape.Outputs * bytesPerWeight;
        return (amount / statistics.Median).ToString("0.0", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
