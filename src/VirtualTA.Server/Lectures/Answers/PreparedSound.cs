using System.Runtime.InteropServices;
using System.Text.Json;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>Speech made beforehand: mono 16-bit PCM at 16 kHz with the times of its words.</summary>
internal sealed record PreparedSound(ReadOnlyMemory<short> Samples, IReadOnlyList<WordTiming> Words)
{
    private const int PieceSamples = AudioFrame.SampleRate / 5;

    /// <summary>The speech in pieces of 200 ms, each with the words that begin in it.</summary>
    public IEnumerable<AudioChunk> Pieces()
    {
        for (var start = 0; start < Samples.Length; start += PieceSamples)
        {
            var samples = Samples.Slice(start, Math.Min(PieceSamples, Samples.Length - start));
            var (from, to) = (TimeSpan.FromSeconds((double)start / AudioFrame.SampleRate), TimeSpan.FromSeconds((double)(start + samples.Length) / AudioFrame.SampleRate));
            var isLast = start + PieceSamples >= Samples.Length;
            yield return new AudioChunk(samples, [.. Words.Where(word => word.Start >= from && (word.Start < to || isLast))]);
        }
    }

    /// <summary>Reads a file; null if it is damaged.</summary>
    public static PreparedSound? Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var end = bytes.AsSpan().IndexOf((byte)'\n');
            var words = end < 0 ? null : JsonSerializer.Deserialize<List<WordTiming>>(bytes.AsSpan(0, end));
            return words is null ? null : new PreparedSound(MemoryMarshal.Cast<byte, short>(bytes.AsSpan(end + 1)).ToArray(), words);
        }
        catch (Exception damaged) when (damaged is JsonException or IOException)
        {
            return null; // it is spoken anew
        }
    }

    /// <summary>Writes a file in one step.</summary>
    public void Write(string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        using (var file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, Words);
            file.WriteByte((byte)'\n');
            file.Write(MemoryMarshal.AsBytes(Samples.Span));
        }

        File.Move(temporary, path, overwrite: true);
    }
}
