using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace VirtualTA.Knowledge.Tests.Ingestion;

/// <summary>Small files of binary formats, made on the spot.</summary>
internal static class MinimalFiles
{
    /// <summary>A PPTX file with one slide for each title, text and note.</summary>
    public static byte[] Slides(params (string Title, string Text, string? Notes)[] slides)
    {
        using var memory = new MemoryStream();
        using (var package = PresentationDocument.Create(memory, PresentationDocumentType.Presentation))
        {
            var presentation = package.AddPresentationPart();
            presentation.Presentation = new Presentation(new SlideIdList());
            var id = 256u;
            foreach (var (title, text, notes) in slides)
            {
                var part = presentation.AddNewPart<SlidePart>();
                part.Slide = new Slide(new CommonSlideData(Tree(Box(title, PlaceholderValues.Title), Box(text, null))));
                if (notes is not null)
                {
                    part.AddNewPart<NotesSlidePart>().NotesSlide = new NotesSlide(new CommonSlideData(Tree(Box(notes, PlaceholderValues.Body))));
                }

                presentation.Presentation.SlideIdList!.Append(new SlideId { Id = id++, RelationshipId = presentation.GetIdOfPart(part) });
            }
        }

        return memory.ToArray();
    }

    /// <summary>A one-page PDF file.</summary>
    public static byte[] Pdf(string text)
    {
        var content = $"BT /F1 12 Tf 72 700 Td ({text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append("xref\n0 6\n0000000000 65535 f \n").AppendJoin("", offsets.Select(o => $"{o:D10} 00000 n \n"));
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    /// <summary>A ZIP file with the given entries.</summary>
    public static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                write(stream);
            }
        }

        return memory.ToArray();
    }

    private static ShapeTree Tree(params Shape[] shapes)
    {
        var tree = new ShapeTree(
            new NonVisualGroupShapeProperties(new NonVisualDrawingProperties { Id = 1, Name = "" }, new NonVisualGroupShapeDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
            new GroupShapeProperties());
        tree.Append(shapes);
        return tree;
    }

    private static Shape Box(string text, PlaceholderValues? placeholder)
    {
        var properties = new ApplicationNonVisualDrawingProperties();
        if (placeholder is not null)
        {
            properties.Append(new PlaceholderShape { Type = placeholder });
        }

        return new Shape(
            new NonVisualShapeProperties(new NonVisualDrawingProperties { Id = 2, Name = "box" }, new NonVisualShapeDrawingProperties(), properties),
            new ShapeProperties(),
            new TextBody(new Drawing.BodyProperties(), new Drawing.Paragraph(new Drawing.Run(new Drawing.Text(text)))));
    }
}
