namespace VirtualTA.Recognition.Phones;

/// <summary>Edit distance between phone or word sequences.</summary>
public static class PhoneErrorRate
{
    /// <summary>Substitutions, insertions and deletions that turn one sequence into the other.</summary>
    public static int Errors<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> hypothesis)
        where T : IEquatable<T>
    {
        var row = new int[hypothesis.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var i = 0; i < reference.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var column = 1; column < row.Length; column++)
            {
                var change = diagonal + (reference[i].Equals(hypothesis[column - 1]) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(change, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[^1];
    }

    /// <summary>Phones of CTC frames by the best label of each frame, repeats merged, blanks dropped.</summary>
    /// <param name="ctc">Log-posteriors, [frames, 40].</param>
    public static byte[] BestPath(ReadOnlySpan<float> ctc)
    {
        var phones = new List<byte>();
        var last = PhoneClasses.Silence;
        for (; !ctc.IsEmpty; ctc = ctc[PhoneClasses.Count..])
        {
            var label = (byte)System.Numerics.Tensors.TensorPrimitives.IndexOfMax(ctc[..PhoneClasses.Count]);
            if (label != last && label != PhoneClasses.Silence)
            {
                phones.Add(label);
            }

            last = label;
        }

        return [.. phones];
    }
}
