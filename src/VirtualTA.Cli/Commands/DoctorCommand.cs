using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Recognition;
using VirtualTA.Synthesis;

namespace VirtualTA.Cli.Commands;

/// <summary>Says what is installed, what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create() =>
        new Command("doctor", "Say what is installed, what is missing and how to get it.").Runs(Run);

    private static Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var models = FindModels();
        var voice = SpeechSynthesizers.Offers().FindBest(null, out var explanation);
        var report = new Report(
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
            Environment.ProcessorCount,
            VectorInstructions(),
            [.. SpeechRecognizers.Offers().Select(Describe)],
            [.. SpeechSynthesizers.Offers().Select(Describe)],
            new Choice(voice?.Name ?? "none", explanation),
            [.. SpeechSynthesizers.AllVoices().Select(static known => known.Voice.Name)],
            Check("models", () => DescribeModels(models)),
            models,
            new Part("pdf", CourseIngester.PdfRemedy is null, "PDF files by pdftotext, pictures of their pages by pdftoppm", CourseIngester.PdfRemedy),
            Check("courses", FindCourses));

        context.WriteResult(report, Text);

        // Without a course nothing can be answered; everything else has a substitute.
        return Task.FromResult(report.Courses.Present ? ExitCodes.Done : ExitCodes.Failure);
    }

    private static Part Describe<TEngine>(EngineOffer<TEngine> offer)
        where TEngine : class => new(offer.Name, offer.IsAvailable, offer.Description, offer.Remedy ?? offer.Reservation);

    private static Part Check(string name, Func<string> find)
    {
        try
        {
            return new Part(name, true, find(), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UserInputException or InvalidDataException)
        {
            return new Part(name, false, "not usable", exception.Message);
        }
    }

    /// <summary>The models that come with the program; none where their folder or manifest cannot be read.</summary>
    private static IReadOnlyList<ModelState> FindModels()
    {
        try
        {
            return ShippedModels.Check();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    private static string DescribeModels(IReadOnlyList<ModelState> models)
    {
        var whole = $"{ModelFolder.Find()} ({models.Count(model => model.Valid)} of {models.Count} whole)";
        return models.Count == 0
            ? throw new InvalidDataException($"{ModelFolder.Find()} has no readable manifest.json. Restore it: git checkout -- models/")
            : whole;
    }

    private static string FindCourses()
    {
        var courses = new CourseLibrary().Courses;
        return courses.Count > 0
            ? string.Join(", ", courses.Select(course => $"{course.Name} ({course.Documents} documents, {course.Passages} passages)"))
            : throw new DirectoryNotFoundException("There is no course. Add one with: virtualta ingest DIR --course NAME.");
    }

    private static string VectorInstructions()
    {
        (bool Has, string Name)[] known =
        [
            (AvxVnni.IsSupported, "AVX-VNNI"),
            (Avx512F.IsSupported, "AVX-512"),
            (Avx2.IsSupported, "AVX2"),
            (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported, "NEON"),
        ];
        var present = known.Where(set => set.Has).Select(set => set.Name).ToArray();
        return present.Length > 0 ? string.Join(", ", present) : "none";
    }

    private static string Text(Report report)
    {
        var text = new StringBuilder()
            .AppendLine($"runtime      {report.Runtime}, {report.System}")
            .AppendLine($"processor    {report.Processors} cores, vector instructions: {report.VectorInstructions}");
        foreach (var (kind, parts) in new[] { ("recogniser", report.Recognizers), ("voice engine", report.Synthesizers) })
        {
            foreach (var part in parts)
            {
                Append(text, kind, part, $"{part.Name}: {part.Detail}");
            }
        }

        text.AppendLine($"speaks       {report.VoiceEngine.Name}: {report.VoiceEngine.Reason}");
        text.AppendLine($"voices       {(report.Voices.Count > 0 ? string.Join(", ", report.Voices) : "none")}");
        Append(text, "models", report.Models, report.Models.Detail);
        foreach (var damaged in report.ModelFiles.Where(model => !model.Valid))
        {
            text.AppendLine($"{"",-12} DAMAGED {damaged.Name} ({damaged.Kind}): {damaged.Remedy}");
        }

        Append(text, "documents", report.Pdf, report.Pdf.Detail);
        Append(text, "courses", report.Courses, report.Courses.Detail);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string kind, Part part, string detail)
    {
        text.AppendLine($"{kind,-12} {(part.Present ? "" : "MISSING ")}{detail}");
        if (part.Remedy is not null)
        {
            text.AppendLine($"{"",-12} {part.Remedy}");
        }
    }

    private sealed record Report(
        string Runtime,
        string System,
        int Processors,
        string VectorInstructions,
        IReadOnlyList<Part> Recognizers,
        IReadOnlyList<Part> Synthesizers,
        Choice VoiceEngine,
        IReadOnlyList<string> Voices,
        Part Models,
        IReadOnlyList<ModelState> ModelFiles,
        Part Pdf,
        Part Courses);

    private sealed record Choice(string Name, string Reason);

    private sealed record Part(string Name, bool Present, string Detail, string? Remedy);
}
