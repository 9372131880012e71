namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>Tokens of the coming frame, the best one for each place, label and language state. Grows, then does not allocate.</summary>
internal sealed class TokenTable
{
    private BeamSearch.Token[] _tokens = new BeamSearch.Token[1024];
    private int[] _slots = new int[4096];
    private int[] _stamps = new int[4096];
    private int _stamp;
    private int _count;

    /// <summary>Tokens below this score are not taken.</summary>
    public float Threshold { get; private set; }

    /// <summary>The tokens.</summary>
    public ReadOnlySpan<BeamSearch.Token> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Empties the table.</summary>
    public void Clear(float threshold)
    {
        (_count, Threshold) = (0, threshold);
        _stamp++;
    }

    /// <summary>Takes a token unless a better one has its place.</summary>
    public void Offer(in BeamSearch.Token token)
    {
        if (token.Score < Threshold)
        {
            return;
        }

        var slot = Hash(in token) & (_slots.Length - 1);
        while (_stamps[slot] == _stamp)
        {
            ref var held = ref _tokens[_slots[slot]];
            if (held.Node == token.Node && held.InPhone == token.InPhone && held.State == token.State)
            {
                if (token.Score > held.Score)
                {
                    held = token;
                }

                return;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (_count == _tokens.Length || _count * 2 > _slots.Length)
        {
            Grow();
            Offer(in token);
            return;
        }

        (_stamps[slot], _slots[slot]) = (_stamp, _count);
        _tokens[_count++] = token;
    }

    private static int Hash(in BeamSearch.Token token)
    {
        var hash = ((uint)token.Node * 0x9E3779B1u) ^ ((uint)token.State * 0x85EBCA77u) ^ (token.InPhone ? 0x27D4EB2Fu : 0u);
        return (int)((hash ^ (hash >> 15)) & int.MaxValue);
    }

    private void Grow()
    {
        Array.Resize(ref _tokens, _tokens.Length * 2);
        _slots = new int[_slots.Length * 2];
        _stamps = new int[_slots.Length];
        _stamp = 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = Hash(in _tokens[i]) & (_slots.Length - 1);
            while (_stamps[slot] == _stamp)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            (_stamps[slot], _slots[slot]) = (_stamp, i);
        }
    }
}
