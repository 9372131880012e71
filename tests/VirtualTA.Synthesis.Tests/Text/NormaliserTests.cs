using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Text;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Text;

public class NormaliserTests
{
    private static readonly Lazy<Normaliser> Shared = new(() => new Normaliser(Pronouncer.LoadDefault()));

    [Theory]
    [InlineData("0", "zero")]
    [InlineData("7 codes", "seven codes")]
    [InlineData("12", "twelve")]
    [InlineData("21", "twenty one")]
    [InlineData("100", "one hundred")]
    [InlineData("105", "one hundred five")]
    [InlineData("1,024 codes", "one thousand twenty four codes")]
    [InlineData("60,000 hours", "sixty thousand hours")]
    [InlineData("1,000,000", "one million")]
    [InlineData("12,345,678", "twelve million three hundred forty five thousand six hundred seventy eight")]
    [InlineData("007", "zero zero seven")]
    [InlineData("3.14", "three point one four")]
    [InlineData("0.05", "zero point zero five")]
    [InlineData(".5", "zero point five")]
    [InlineData("-5", "minus five")]
    [InlineData("−2.5", "minus two point five")]
    [InlineData("it fell to -40 degrees", "it fell to minus forty degrees")]
    [InlineData("1st", "first")]
    [InlineData("the 22nd time", "the twenty second time")]
    [InlineData("the 13th", "the thirteenth")]
    [InlineData("100th", "one hundredth")]
    [InlineData("5-10", "five to ten")]
    [InlineData("5–10 minutes", "five to ten minutes")]
    [InlineData("pages 12-15", "pages twelve to fifteen")]
    [InlineData("0.2–0.3", "zero point two to zero point three")]
    [InlineData("1/2", "one half")]
    [InlineData("3/4 of it", "three quarters of it")]
    [InlineData("2/3", "two thirds")]
    [InlineData("1 1/2 hours", "one and a half hours")]
    [InlineData("7/50", "seven over fifty")]
    [InlineData("½ cup", "one half cup")]
    [InlineData("24/7", "twenty four seven")]
    [InlineData("50%", "fifty percent")]
    [InlineData("99.9 %", "ninety nine point nine percent")]
    [InlineData("10-20%", "ten to twenty percent")]
    [InlineData("1e-4", "one times ten to the minus four")]
    [InlineData("2.5e6", "two point five times ten to the six")]
    [InlineData("0xFF", "hex F F")]
    [InlineData("version 1.2.3", "version one point two point three")]
    [InlineData("192.168.0.1", "one hundred ninety two dot one hundred sixty eight dot zero dot one")]
    [InlineData("555-1234", "five five five, one two three four")]
    [InlineData("call 212-555-0199", "call two one two, five five five, zero one nine nine")]
    [InlineData("1234567890123", "one two three four five six seven eight nine zero one two three")]
    [InlineData("#5", "number five")]
    [InlineData("~30 frames", "about thirty frames")]
    public void Numbers(string written, string spoken) => Check(written, spoken);

    [Theory]
    [InlineData("in 1995", "in nineteen ninety five")]
    [InlineData("in 2005", "in two thousand five")]
    [InlineData("since 2017", "since twenty seventeen")]
    [InlineData("in 1900", "in nineteen hundred")]
    [InlineData("by 1066", "by one thousand sixty six")]
    [InlineData("in 1804", "in eighteen oh four")]
    [InlineData("(2023)", "twenty twenty three,")]
    [InlineData("2000 tokens", "two thousand tokens")]
    [InlineData("1950 samples", "one thousand nine hundred fifty samples")]
    [InlineData("the 1990s", "the nineteen nineties")]
    [InlineData("the 80s", "the eighties")]
    [InlineData("2019-2021", "twenty nineteen to twenty twenty one")]
    [InlineData("January 5, 2023", "January fifth, twenty twenty three")]
    [InlineData("Jan. 5", "January fifth")]
    [InlineData("5 March 1998", "the fifth of March, nineteen ninety eight")]
    [InlineData("the lecture on March 3rd", "the lecture on March third")]
    [InlineData("2024-03-05", "March fifth, twenty twenty four")]
    [InlineData("3/14/2015", "March fourteenth, twenty fifteen")]
    [InlineData("at 10:30", "at ten thirty")]
    [InlineData("at 9:05 am", "at nine oh five A M")]
    [InlineData("3 p.m.", "three P M")]
    [InlineData("10:00", "ten o'clock")]
    [InlineData("12:00 PM", "twelve P M")]
    [InlineData("1:02:30", "one oh two thirty")]
    [InlineData("a 3:1 ratio", "a three to one ratio")]
    [InlineData("Chapter IV", "Chapter four")]
    [InlineData("World War II", "World War two")]
    [InlineData("Henry VIII", "Henry the eighth")]
    [InlineData("I think", "I think")]
    public void DatesAndTimes(string written, string spoken) => Check(written, spoken);

    [Theory]
    [InlineData("16 kHz", "sixteen kilohertz")]
    [InlineData("24kHz", "twenty four kilohertz")]
    [InlineData("50 Hz", "fifty hertz")]
    [InlineData("1 ms", "one millisecond")]
    [InlineData("80 ms", "eighty milliseconds")]
    [InlineData("0.5 s", "zero point five seconds")]
    [InlineData("a 3s prompt", "a three seconds prompt")]
    [InlineData("5 µs", "five microseconds")]
    [InlineData("10 km/h", "ten kilometers per hour")]
    [InlineData("9.8 m/s²", "nine point eight meters per square second")]
    [InlineData("20 m²", "twenty square meters")]
    [InlineData("5 cm^3", "five cubic centimeters")]
    [InlineData("6 kbit/s", "six kilobits per second")]
    [InlineData("6kbps", "six kilobits per second")]
    [InlineData("30 MB", "thirty megabytes")]
    [InlineData("1 GB", "one gigabyte")]
    [InlineData("-20 dB", "minus twenty decibels")]
    [InlineData("37 °C", "thirty seven degrees Celsius")]
    [InlineData("90°", "ninety degrees")]
    [InlineData("220 V", "two hundred twenty volts")]
    [InlineData("100 kWh", "one hundred kilowatt hours")]
    [InlineData("30M parameters", "thirty million parameters")]
    [InlineData("a 7B model", "a seven billion model")]
    [InlineData("60k hours", "sixty thousand hours")]
    [InlineData("10x faster", "ten times faster")]
    [InlineData("group 5 A", "group five A")]
    [InlineData("60 mph", "sixty miles per hour")]
    [InlineData("5-10 ms", "five to ten milliseconds")]
    [InlineData("$5", "five dollars")]
    [InlineData("$1", "one dollar")]
    [InlineData("$3.50", "three dollars and fifty cents")]
    [InlineData("$0.99", "ninety nine cents")]
    [InlineData("$2.5 million", "two point five million dollars")]
    [InlineData("€1,200", "one thousand two hundred euros")]
    [InlineData("£10.05", "ten pounds and five pence")]
    [InlineData("$10k", "ten thousand dollars")]
    [InlineData("¥500", "five hundred yen")]
    public void UnitsAndMoney(string written, string spoken) => Check(written, spoken);

    [Theory]
    [InlineData("O(n²)", "O of n squared")]
    [InlineData("O(n log n)", "O of n log n")]
    [InlineData("x^2", "x squared")]
    [InlineData("x^2 + y^2 = z^2", "x squared plus y squared equals z squared")]
    [InlineData("2^n", "two to the n")]
    [InlineData("10^-3", "ten to the minus three")]
    [InlineData("e^{-x}", "e to the minus x")]
    [InlineData("x³", "x cubed")]
    [InlineData("f(x) = 2x + 1", "f of x equals two x plus one")]
    [InlineData("P(A|B)", "P of A given B")]
    [InlineData("n-1", "n minus one")]
    [InlineData("x - y", "x minus y")]
    [InlineData("x_{<t}", "x sub less than t")]
    [InlineData("x ≤ 5", "x is at most five")]
    [InlineData("x >= 0", "x is at least zero")]
    [InlineData("a < b", "a is less than b")]
    [InlineData("x != y", "x is not equal to y")]
    [InlineData("a = b", "a equals b")]
    [InlineData("3 × 4", "three times four")]
    [InlineData("3*4", "three times four")]
    [InlineData("6 + 1", "six plus one")]
    [InlineData("x_i", "x sub i")]
    [InlineData("x_1", "x sub one")]
    [InlineData("xᵢ", "x sub i")]
    [InlineData("H₂O", "H two O")]
    [InlineData("CO₂", "CO two")]
    [InlineData("α and β", "alpha and beta")]
    [InlineData("λ = 0.1", "lambda equals zero point one")]
    [InlineData("Δx", "delta x")]
    [InlineData("π ≈ 3.14", "pi is about three point one four")]
    [InlineData("√2", "the square root of two")]
    [InlineData("5 ± 2", "five plus or minus two")]
    [InlineData("A → B", "A to B")]
    [InlineData("\\alpha", "alpha")]
    [InlineData("\\frac{a}{b}", "a over b")]
    [InlineData("\\sqrt{x}", "the square root of x")]
    [InlineData("$x^2$", "x squared")]
    [InlineData("log(n)", "log of n")]
    [InlineData("n! grows fast", "n factorial grows fast")]
    [InlineData("a/b", "a over b")]
    [InlineData("∞", "infinity")]
    public void Formulae(string written, string spoken) => Check(written, spoken);

    [Theory]
    [InlineData("getUserMedia", "get User Media")]
    [InlineData("max_length", "max length")]
    [InlineData("`batch_size`", "batch size")]
    [InlineData("__init__", "init")]
    [InlineData("forward()", "forward")]
    [InlineData("model.forward(x)", "model dot forward of x")]
    [InlineData("std::vector", "std vector")]
    [InlineData("HttpClient", "Http Client")]
    [InlineData("C++ and C#", "C plus plus and C sharp")]
    [InlineData(".NET", "dot net")]
    [InlineData("PyTorch", "PyTorch")]
    [InlineData("GPT-4", "GPT four")]
    [InlineData("GPT-3.5", "GPT three point five")]
    [InlineData("GPT-2's size", "GPT two's size")]
    [InlineData("H100", "H one hundred")]
    [InlineData("x86", "x eighty six")]
    [InlineData("VQ-VAE", "VQ VAE")]
    [InlineData("VALL-E", "VALL-E")]
    [InlineData("k-means", "k means")]
    [InlineData("main.py", "main dot pie")]
    [InlineData("README.md", "README dot M D")]
    [InlineData("src/app/main.cs", "src slash app slash main dot C S")]
    [InlineData("https://example.com/docs", "example dot com slash docs")]
    [InlineData("www.example.org.", "W W W dot example dot org.")]
    [InlineData("write to ann@uni.edu", "write to ann at uni dot edu")]
    [InlineData("i++", "i plus plus")]
    public void CodeAndAddresses(string written, string spoken) => Check(written, spoken);

    [Theory]
    [InlineData("Dr. Smith", "doctor Smith")]
    [InlineData("e.g. a codec", "for example a codec")]
    [InlineData("i.e., this", "that is, this")]
    [InlineData("Fig. 3", "figure three")]
    [InlineData("due Fri., Oct. 4th", "due Friday, October fourth")]
    [InlineData("No. 7", "number seven")]
    [InlineData("There is no.", "There is no.")]
    [InlineData("U.S.", "U S.")]
    [InlineData("et al.", "et al.")]
    [InlineData("cats, dogs, etc.", "cats, dogs, et cetera.")]
    [InlineData("A vs. B", "A versus B")]
    [InlineData("don't", "don't")]
    [InlineData("don’t", "don't")]
    [InlineData("café naïve", "cafe naive")]
    [InlineData("state-of-the-art", "state-of-the-art")]
    [InlineData("**bold** text", "bold text")]
    [InlineData("\"Quoted,\" she said.", "Quoted, she said.")]
    [InlineData("well — yes", "well- yes")]
    [InlineData("Wait...", "Wait.")]
    [InlineData("Really?!", "Really?")]
    [InlineData("R&D", "R and D")]
    [InlineData("and/or", "and slash or")]
    [InlineData("as shown in [12] before", "as shown in before")]
    [InlineData("one (two) three", "one, two, three")]
    [InlineData("a cat 🙂 sat", "a cat sat")]
    [InlineData("", "")]
    [InlineData("...", "")]
    [InlineData("日本", "")]
    public void WordsAndMarks(string written, string spoken) => Check(written, spoken);

    [Fact]
    public void Dropped_SaysWhatWasLeftOut()
    {
        NormalisedText text = Shared.Value.Normalise("Hello \u0007 🙂 日本");

        Assert.Equal(1, text.Dropped["control character"]);
        Assert.Equal(1, text.Dropped["symbol or emoji"]);
        Assert.Equal(2, text.Dropped["other script"]);
    }

    [Fact]
    public void Items_PointToTheirWrittenForm()
    {
        const string written = "It takes 5 kHz, or $3.50.";
        NormalisedText text = Shared.Value.Normalise(written);

        Assert.Equal(
            ["It", "takes", "5 kHz", "5 kHz", "or", "$3.50", "$3.50", "$3.50", "$3.50", "$3.50"],
            text.Items.Where(item => item.Kind != SpeechItemKind.Mark).Select(item => written.Substring(item.Start, item.Length)));
    }

    [Fact]
    public void Normalise_NeverThrows_AndKeepsSpansInside_ForAnyText()
    {
        const string alphabet = "abzAZ019 .,:;-–—/\\()[]{}^_=+*<>|$€%#@!?'\"`~&é漢α²₂½°µ🙂\n\t\u0000\uD800xX";
        Random random = new(11);
        for (int attempt = 0; attempt < 3000; attempt++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            foreach (SpeechItem item in Shared.Value.Normalise(text).Items)
            {
                Assert.InRange(item.Start, 0, text.Length);
                Assert.InRange(item.Start + item.Length, item.Start, text.Length);
                Assert.NotEmpty(item.Text);
            }
        }
    }

    private static void Check(string written, string spoken) => Assert.Equal(spoken, Shared.Value.Normalise(written).ToString());
}
