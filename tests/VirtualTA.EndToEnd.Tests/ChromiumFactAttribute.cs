namespace VirtualTA.EndToEnd.Tests;

/// <summary>A test in a real browser; skipped, with what to install, where the browser is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.FindProgram() is null)
        {
            Skip = "Chromium is not installed: sudo apt install chromium, or set CHROMIUM_PATH.";
        }
    }
}
