using System.Reflection;
using System.Runtime.InteropServices;

namespace VirtualTA.Audio.Opus;

/// <summary>The library libopus of the system (Debian: libopus0; macOS: opus of Homebrew), where it is installed.</summary>
internal static class LibOpus
{
    private const string Name = "opus";

    private static readonly string[] Names = ["libopus.so.0", "libopus.so", "libopus.0.dylib", "/opt/homebrew/lib/libopus.dylib", "/usr/local/lib/libopus.dylib", "opus.dll", "libopus-0.dll"];

    private static readonly Lazy<IntPtr> Library = new(Load);

    static LibOpus() => NativeLibrary.SetDllImportResolver(typeof(LibOpus).Assembly, (name, _, _) => name == Name ? Library.Value : IntPtr.Zero);

    /// <summary>Whether the library is there.</summary>
    public static bool IsAvailable => Library.Value != IntPtr.Zero;

    [DllImport(Name, EntryPoint = "opus_encoder_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern EncoderHandle CreateEncoder(int samplesPerSecond, int channels, int application, out int error);

    [DllImport(Name, EntryPoint = "opus_encode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Encode(EncoderHandle encoder, ref readonly short samples, int count, ref byte packet, int capacity);

    [DllImport(Name, EntryPoint = "opus_encoder_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void DestroyEncoder(IntPtr encoder);

    private static IntPtr Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out var library))
            {
                return library;
            }
        }

        return IntPtr.Zero;
    }

    /// <summary>The state of one encoder.</summary>
    internal sealed class EncoderHandle() : SafeHandle(IntPtr.Zero, ownsHandle: true)
    {
        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            DestroyEncoder(handle);
            return true;
        }
    }
}
