namespace VirtualTA.Core.Pronunciation;

/// <summary>Repairs the stress of pronunciations that were put together from parts.</summary>
internal static class Stress
{
    /// <summary>Makes one vowel primary if none is, and every primary but the first secondary.</summary>
    public static Phones WithOnePrimary(byte[] ids)
    {
        int firstVowel = -1;
        int firstSecondary = -1;
        bool found = false;
        for (int index = 0; index < ids.Length; index++)
        {
            if (!PhoneSet.IsVowel(ids[index]))
            {
                continue;
            }

            firstVowel = firstVowel < 0 ? index : firstVowel;
            switch (PhoneSet.StressOf(ids[index]))
            {
                case 1 when found:
                    ids[index] = PhoneSet.WithStress(ids[index], 2);
                    break;
                case 1:
                    found = true;
                    break;
                case 2 when firstSecondary < 0:
                    firstSecondary = index;
                    break;
            }
        }

        int promoted = firstSecondary >= 0 ? firstSecondary : firstVowel;
        if (!found && promoted >= 0)
        {
            ids[promoted] = PhoneSet.WithStress(ids[promoted], 1);
        }

        return new Phones(ids);
    }

    /// <summary>The same phones with every primary stress made secondary, for the second part of a compound.</summary>
    public static Phones Weakened(Phones phones)
    {
        byte[] ids = phones.Ids.ToArray();
        for (int index = 0; index < ids.Length; index++)
        {
            if (PhoneSet.StressOf(ids[index]) == 1)
            {
                ids[index] = PhoneSet.WithStress(ids[index], 2);
            }
        }

        return new Phones(ids);
    }
}
