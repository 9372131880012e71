using System.Globalization;
using System.Net;
using System.Text;

namespace VirtualTA.Server.Lectures.Qr;

/// <summary>Draws a QR code as a picture of any size.</summary>
internal static class QrSvg
{
    private const int Quiet = 4; // modules of light around the code, without which readers do not find it

    public static string Write(bool[,] dark, string title)
    {
        var size = dark.GetLength(0);
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (dark[y, x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x + Quiet} {y + Quiet}h1v1h-1z");
                }
            }
        }

        var side = size + (2 * Quiet);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img"><title>{WebUtility.HtmlEncode(title)}</title><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>
            """;
    }
}
