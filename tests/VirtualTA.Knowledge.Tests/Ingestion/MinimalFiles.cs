using System.IO.Compression;
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
    public static byte[] Pdf(string text) => VirtualTA.TestKit.SmallPdf.Of(text);

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
