using System.Diagnostics.Metrics;

namespace VirtualTA.TestKit;

/// <summary>Adds up what one instrument of the meter <c>VirtualTA</c> measures in this process.</summary>
public sealed class InstrumentReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private double _total;
    private int _count;

    /// <param name="name">Name of the instrument.</param>
    public InstrumentReader(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "VirtualTA" && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Add(value));
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => Add(value));
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => Add(value));
        _listener.Start();
    }

    /// <summary>Sum of what was measured.</summary>
    public double Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <summary>How often something was measured.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double value)
    {
        lock (_gate)
        {
            _total += value;
            _count++;
        }
    }
}
