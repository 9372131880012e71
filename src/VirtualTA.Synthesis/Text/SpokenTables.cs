namespace VirtualTA.Synthesis.Text;

/// <summary>Written forms and what is said for them.</summary>
internal static class SpokenTables
{
    /// <summary>Abbreviations without their final stop, lower case.</summary>
    public static readonly Dictionary<string, string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mr"] = "mister",
        ["mrs"] = "missus",
        ["ms"] = "miz",
        ["dr"] = "doctor",
        ["prof"] = "professor",
        ["st"] = "saint",
        ["jr"] = "junior",
        ["sr"] = "senior",
        ["vs"] = "versus",
        ["etc"] = "et cetera",
        ["fig"] = "figure",
        ["figs"] = "figures",
        ["eq"] = "equation",
        ["eqs"] = "equations",
        ["eqn"] = "equation",
        ["sec"] = "section",
        ["ch"] = "chapter",
        ["chap"] = "chapter",
        ["vol"] = "volume",
        ["approx"] = "approximately",
        ["cf"] = "compare",
        ["dept"] = "department",
        ["est"] = "estimated",
        ["inc"] = "incorporated",
        ["corp"] = "corporation",
        ["ltd"] = "limited",
        ["al"] = "al",
        ["ref"] = "reference",
        ["refs"] = "references",
        ["def"] = "definition",
        ["thm"] = "theorem",
        ["prop"] = "proposition",
        ["cor"] = "corollary",
        ["lem"] = "lemma",
        ["resp"] = "respectively",
        ["max"] = "max",
        ["min"] = "min",
        ["avg"] = "average",
        ["dim"] = "dim",
        ["jan"] = "January",
        ["feb"] = "February",
        ["mar"] = "March",
        ["apr"] = "April",
        ["jun"] = "June",
        ["jul"] = "July",
        ["aug"] = "August",
        ["sep"] = "September",
        ["sept"] = "September",
        ["oct"] = "October",
        ["nov"] = "November",
        ["dec"] = "December",
        ["no"] = "number",
        ["nos"] = "numbers",
        ["pp"] = "pages",
        ["p"] = "page",
        ["ed"] = "edition",
        ["eds"] = "editors",
        ["univ"] = "university",
        ["gov"] = "government",
        ["gen"] = "general",
        ["mt"] = "mount",
        ["mon"] = "Monday",
        ["tue"] = "Tuesday",
        ["tues"] = "Tuesday",
        ["wed"] = "Wednesday",
        ["thu"] = "Thursday",
        ["thurs"] = "Thursday",
        ["fri"] = "Friday",
        ["wrt"] = "with respect to",
        ["iff"] = "if and only if",
        ["st."] = "saint",
    };

    /// <summary>Of those, the ones that are words, too, and count as abbreviations only before a number.</summary>
    public static readonly HashSet<string> OnlyBeforeNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "no", "nos", "p", "pp", "fig", "figs", "sec", "ch", "eq", "def", "mar", "jan", "jun", "ed", "al", "max", "min", "dim", "prop", "gen", "ref", "cor", "dec", "oct", "est", "mt",
    };

    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Units after a number: singular, plural.</summary>
    public static readonly Dictionary<string, (string One, string Many)> Units = BuildUnits();

    /// <summary>Greek letters, lower and upper case.</summary>
    public static readonly Dictionary<char, string> Greek = BuildGreek();

    /// <summary>Symbols that are said between or before operands.</summary>
    public static readonly Dictionary<string, string> Operators = new()
    {
        ["="] = "equals",
        ["=="] = "equals",
        ["==="] = "equals",
        ["!="] = "is not equal to",
        ["≠"] = "is not equal to",
        ["≈"] = "is about",
        ["≃"] = "is about",
        ["≅"] = "is congruent to",
        ["≡"] = "is equivalent to",
        ["∝"] = "is proportional to",
        ["<"] = "is less than",
        [">"] = "is greater than",
        ["<="] = "is at most",
        [">="] = "is at least",
        ["≤"] = "is at most",
        ["≥"] = "is at least",
        ["≪"] = "is much less than",
        ["≫"] = "is much greater than",
        ["+"] = "plus",
        ["−"] = "minus",
        ["±"] = "plus or minus",
        ["×"] = "times",
        ["·"] = "times",
        ["⋅"] = "times",
        ["∗"] = "times",
        ["÷"] = "divided by",
        ["→"] = "to",
        ["->"] = "to",
        ["⟶"] = "to",
        ["↦"] = "maps to",
        ["⇒"] = "implies",
        ["=>"] = "gives",
        ["⟹"] = "implies",
        ["⇔"] = "if and only if",
        ["←"] = "from",
        ["<-"] = "gets",
        [":="] = "is defined as",
        ["∈"] = "in",
        ["∉"] = "not in",
        ["⊂"] = "subset of",
        ["⊆"] = "subset of",
        ["∪"] = "union",
        ["∩"] = "intersection",
        ["∅"] = "the empty set",
        ["∧"] = "and",
        ["∨"] = "or",
        ["¬"] = "not",
        ["∀"] = "for all",
        ["∃"] = "there exists",
        ["∑"] = "the sum of",
        ["∏"] = "the product of",
        ["∫"] = "the integral of",
        ["∂"] = "partial",
        ["∇"] = "nabla",
        ["√"] = "the square root of",
        ["∞"] = "infinity",
        ["⊕"] = "x or",
        ["⊗"] = "tensor",
        ["∘"] = "composed with",
        ["⊥"] = "perpendicular to",
        ["°"] = "degrees",
        ["%"] = "percent",
        ["‰"] = "per mille",
        ["&"] = "and",
        ["@"] = "at",
        ["§"] = "section",
        ["¶"] = "paragraph",
        ["&&"] = "and",
        ["||"] = "or",
        ["++"] = "plus plus",
        ["+="] = "plus equals",
        ["-="] = "minus equals",
        ["ℝ"] = "R",
        ["ℕ"] = "N",
        ["ℤ"] = "Z",
        ["…"] = "",
        ["†"] = "dagger",
        ["′"] = "prime",
        ["∼"] = "is distributed as",
        ["€"] = "euros",
        ["£"] = "pounds",
        ["¥"] = "yen",
        ["¢"] = "cents",
        ["Ω"] = "omega",
        ["½"] = "one half",
        ["¼"] = "one quarter",
        ["¾"] = "three quarters",
        ["⅓"] = "one third",
        ["⅔"] = "two thirds",
        ["⅛"] = "one eighth",
        ["№"] = "number",
    };

    /// <summary>Names after which a bracket is said "of".</summary>
    public static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "log", "ln", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "max", "min", "argmax", "argmin", "softmax", "sigmoid", "relu", "sqrt", "det", "rank", "dim", "var", "cov", "tr", "Theta", "Omega", "Pr",
    };

    /// <summary>Ends of file names and how they are said; unknown ones are spelled.</summary>
    public static readonly Dictionary<string, string> FileTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["py"] = "pie",
        ["txt"] = "text",
        ["json"] = "JSON",
        ["yaml"] = "YAML",
        ["yml"] = "YAML",
        ["wav"] = "WAV",
        ["exe"] = "E X E",
        ["toml"] = "toml",
        ["log"] = "log",
        ["zip"] = "zip",
        ["tar"] = "tar",
        ["cpp"] = "C plus plus",
        ["ipynb"] = "notebook",
        ["sln"] = "S L N",
        ["bin"] = "bin",
        ["jpeg"] = "JPEG",
        ["conf"] = "conf",
        ["lock"] = "lock",
        ["com"] = "com",
        ["net"] = "net",
        ["org"] = "org",
        ["edu"] = "edu",
        ["dev"] = "dev",
        ["info"] = "info",
        ["app"] = "app",
        ["gov"] = "gov",
    };

    private static Dictionary<string, (string One, string Many)> BuildUnits()
    {
        const string table = """
            Hz hertz hertz;kHz kilohertz kilohertz;MHz megahertz megahertz;GHz gigahertz gigahertz;THz terahertz terahertz;s second seconds;sec second seconds;ms millisecond milliseconds;
            µs microsecond microseconds;μs microsecond microseconds;us microsecond microseconds;ns nanosecond nanoseconds;ps picosecond picoseconds;min minute minutes;mins minute minutes;h hour hours;hr hour hours;hrs hour hours;
            g gram grams;kg kilogram kilograms;mg milligram milligrams;µg microgram micrograms;μg microgram micrograms;t ton tons;m meter meters;km kilometer kilometers;cm centimeter centimeters;mm millimeter millimeters;
            µm micrometer micrometers;μm micrometer micrometers;nm nanometer nanometers;ft foot feet;mi mile miles;yd yard yards;lb pound pounds;lbs pound pounds;oz ounce ounces;
            dB decibel decibels;bit bit bits;bits bit bits;b bit bits;B byte bytes;kB kilobyte kilobytes;KB kilobyte kilobytes;MB megabyte megabytes;GB gigabyte gigabytes;TB terabyte terabytes;PB petabyte petabytes;
            KiB kibibyte kibibytes;MiB mebibyte mebibytes;GiB gibibyte gibibytes;kbit kilobit kilobits;Mbit megabit megabits;Gbit gigabit gigabits;kb kilobit kilobits;Mb megabit megabits;Gb gigabit gigabits;
            kbps kilobit_per_second kilobits_per_second;Mbps megabit_per_second megabits_per_second;Gbps gigabit_per_second gigabits_per_second;bps bit_per_second bits_per_second;
            V volt volts;mV millivolt millivolts;kV kilovolt kilovolts;A amp amps;mA milliamp milliamps;W watt watts;mW milliwatt milliwatts;kW kilowatt kilowatts;MW megawatt megawatts;GW gigawatt gigawatts;
            kWh kilowatt_hour kilowatt_hours;Wh watt_hour watt_hours;mAh milliamp_hour milliamp_hours;J joule joules;kJ kilojoule kilojoules;N newton newtons;Pa pascal pascals;kPa kilopascal kilopascals;MPa megapascal megapascals;
            hPa hectopascal hectopascals;Ω ohm ohms;kΩ kilohm kilohms;F farad farads;µF microfarad microfarads;L liter liters;l liter liters;mL milliliter milliliters;ml milliliter milliliters;dl deciliter deciliters;mol mole moles;mmol millimole millimoles;
            eV electron_volt electron_volts;keV kilo_electron_volt kilo_electron_volts;MeV mega_electron_volt mega_electron_volts;cal calorie calories;kcal kilocalorie kilocalories;rpm R_P_M R_P_M;fps frame_per_second frames_per_second;px pixel pixels;dpi D_P_I D_P_I;
            mph mile_per_hour miles_per_hour;kph kilometer_per_hour kilometers_per_hour;FLOPS flops flops;FLOPs flop flops;GFLOPS gigaflop gigaflops;TFLOPS teraflop teraflops;°C degree_Celsius degrees_Celsius;°F degree_Fahrenheit degrees_Fahrenheit;° degree degrees;
            ℃ degree_Celsius degrees_Celsius;K kelvin kelvin;Gy gray grays;ppm part_per_million parts_per_million;ha hectare hectares;bpm beat_per_minute beats_per_minute;st semitone semitones
            """;
        Dictionary<string, (string, string)> units = new(StringComparer.Ordinal);
        foreach (string entry in table.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = entry.Split(' ');
            units[parts[0]] = (parts[1].Replace('_', ' '), parts[2].Replace('_', ' '));
        }

        return units;
    }

    private static Dictionary<char, string> BuildGreek()
    {
        string[] names =
        [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma",
            "tau", "upsilon", "phi", "chi", "psi", "omega",
        ];
        Dictionary<char, string> greek = new() { ['ϵ'] = "epsilon", ['ϕ'] = "phi", ['ϑ'] = "theta", ['µ'] = "mu", ['ℓ'] = "ell", ['∆'] = "delta", ['ϖ'] = "pi", ['ϱ'] = "rho" };
        for (int index = 0; index < names.Length; index++)
        {
            greek[(char)('α' + index)] = names[index];
            greek[(char)('Α' + index)] = names[index];
        }

        return greek;
    }
}
