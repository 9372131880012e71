using System.CommandLine;

namespace VirtualTA.Cli.Commands;

/// <summary>Every command, in the order in which help lists them. A new command is one file in this folder and one line here.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<Command> Create() =>
    [
        TextCommand.Create(),
        PronunciationCommand.Create(),
        AskCommand.Create(),
        TranscribeCommand.Create(),
        AlignCommand.Create(),
        SayCommand.Create(),
        VoicesCommand.Create(),
        IngestCommand.Create(),
        ApproveCommand.Create(),
        BanCommand.Create(),
        ApprovedCommand.Create(),
        EvaluateCommand.Create(),
        BenchCommand.Create(),
        ModelsCommand.Create(),
        CodecCommand.Create(),
        SpeakerCommand.Create(),
        DoctorCommand.Create(),
    ];
}
