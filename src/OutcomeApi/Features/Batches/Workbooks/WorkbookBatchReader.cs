using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>
/// Reads the records of a workbook (XLSX). Each sheet is named after a kind of record; its first row names the members, as in CSV. The file itself is held in
/// memory while it is read, so that nothing of it lies on disk; its sheets are read row by row.
/// </summary>
internal sealed class WorkbookBatchReader(Stream body, IEnumerable<IRecordIntake> intakes) : BatchReader
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Maximum size of the file, in bytes.</summary>
    public const int MostBytes = 20_000_000;

    /// <summary>Maximum size of all parts of the file when they are unpacked, in bytes.</summary>
    public const int MostUnpacked = 200_000_000;

    /// <summary>Maximum size of all parts of a file in which faults are marked, in bytes. Its sheets are held in memory whole.</summary>
    public const int MostMarked = 50_000_000;

    /// <summary>Maximum size of the texts that cells share, in bytes. They are held in memory.</summary>
    public const int MostTexts = 20_000_000;

    private const int MostParts = 1000;

    /// <summary>The most characters that a cell holds in any spreadsheet program.</summary>
    private const int LongestText = 32_767;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = false };

    /// <summary>Maximum size of all parts of this file when they are unpacked, in bytes.</summary>
    public int Unpacked { get; init; } = MostUnpacked;

    private readonly Dictionary<string, IRecordIntake> _intakes = intakes.ToDictionary(intake => intake.Name, StringComparer.OrdinalIgnoreCase);

    public override async IAsyncEnumerable<SentRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var file = await ReadToEndAsync(body, MostBytes, ct);
        if (file is null)
        {
            Faults.Add(new Fault(FaultCodes.BodyTooLarge, string.Empty, MostBytes.ToString(CultureInfo.InvariantCulture)));
            yield break;
        }

        using var records = Read(file).GetEnumerator();
        while (Next(records))
        {
            yield return records.Current;
        }
    }

    /// <summary>Returns whether an exception says that a file is no workbook, or a broken one.</summary>
    public static bool IsOfFile(Exception e) => e is XmlException or InvalidDataException or FileFormatException or OpenXmlPackageException
        or FormatException or ArgumentException or InvalidOperationException or IOException or KeyNotFoundException or NullReferenceException;

    /// <summary>Reads a stream to its end. Null: it holds more than the limit, in bytes.</summary>
    private static async Task<MemoryStream?> ReadToEndAsync(Stream stream, int limit, CancellationToken ct)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[4 * 1024];
        while (await stream.ReadAsync(chunk, ct) is var read and > 0)
        {
            if (buffer.Length + read > limit)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer;
    }

    private bool Next(IEnumerator<SentRecord> records)
    {
        try
        {
            return records.MoveNext();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Faults.Add(new Fault(FaultCodes.MalformedWorkbook, string.Empty));
            return false;
        }
    }

    private IEnumerable<SentRecord> Read(MemoryStream file)
    {
        if (TooMuch(file) is { } fault)
        {
            Faults.Add(fault);
            yield break;
        }

        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var workbook = document.WorkbookPart!;
        var texts = ReadTexts(workbook.SharedStringTablePart);
        var startsIn1904 = workbook.Workbook!.WorkbookProperties?.Date1904?.Value == true;
        var sheets = workbook.Workbook.Sheets!.Elements<Sheet>().Where(sheet => !sheet.Name!.Value!.StartsWith('_')).ToArray();
        if (sheets.FirstOrDefault(sheet => !_intakes.ContainsKey(sheet.Name!.Value!.Trim())) is not null || sheets.Length == 0)
        {
            Faults.Add(new Fault(FaultCodes.SheetUnknown, string.Empty, string.Join(", ", _intakes.Keys)));
            yield break;
        }

        foreach (var sheet in sheets)
        {
            var intake = _intakes[sheet.Name!.Value!.Trim()];
            using var part = workbook.GetPartById(sheet.Id!.Value!).GetStream(FileMode.Open, FileAccess.Read);
            foreach (var record in ReadSheet(part, sheet.Name.Value!, intake, texts, startsIn1904))
            {
                yield return record;
            }
        }
    }

    private IEnumerable<SentRecord> ReadSheet(Stream part, string name, IRecordIntake intake, string[] texts, bool startsIn1904)
    {
        Dictionary<string, string>? names = null;
        foreach (var (number, cells) in ReadRows(part, texts))
        {
            if (names is null)
            {
                names = cells.Where(cell => cell.Text.Length > 0).ToDictionary(cell => cell.Column, cell => cell.Text.Trim());
                if (names.Count == 0 || names.Values.Distinct().Count() < names.Count)
                {
                    Faults.Add(new Fault(FaultCodes.MalformedWorkbook, string.Empty));
                    yield break;
                }

                Layout ??= new WorkbookLayout([]);
                Layout.Sheets[intake.Name] = new SheetLayout(name, names.ToDictionary(column => column.Value, column => column.Key));
                continue;
            }

            // A row of empty cells is none. One that begins with # is a note, as the example of the template is: no reference has this sign.
            var filled = cells.Where(cell => cell.Text.Trim().Length > 0).ToArray();
            if (filled.Length == 0 || filled[0].Text.TrimStart().StartsWith('#'))
            {
                continue;
            }

            // A cell without a heading is named by its column, which no member is called: it is refused there.
            yield return new SentRecord(
                null,
                [
                    KeyValuePair.Create(IRecordIntake.KindMember, intake.Name),
                    .. filled.Select(cell => names.TryGetValue(cell.Column, out var member)
                        ? KeyValuePair.Create(member, TextOf(cell, Cells.TypeOf(intake.RegistrationType, member), startsIn1904))
                        : KeyValuePair.Create(cell.Column, cell.Text)),
                ],
                null)
            {
                Line = number,
            };
        }
    }

    /// <summary>Returns the text of a cell as CSV would have it: dates are numbers of days in a workbook, and yes and no are words or signs.</summary>
    private static string TextOf(SheetCell cell, Type? type, bool startsIn1904)
    {
        var text = cell.Text.Trim();
        if (type == typeof(DateOnly) && cell.IsNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
            && days is > 0 and < 200_000 && days == Math.Floor(days))
        {
            // Day 60 is the 29th of February 1900, which never was: after it, days are counted from one day earlier.
            var first = startsIn1904 ? new DateOnly(1904, 1, 1) : days > 60 ? new DateOnly(1899, 12, 30) : new DateOnly(1899, 12, 31);
            return first.AddDays((int)days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (type == typeof(bool))
        {
            return text.ToLowerInvariant() switch
            {
                "ja" or "yes" or "sant" or "1" => "true",
                "nej" or "no" or "falskt" or "0" => "false",
                var other => other,
            };
        }

        return cell.IsNumber && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : text;
    }

    private static IEnumerable<(int Number, List<SheetCell> Cells)> ReadRows(Stream part, string[] texts)
    {
        using var xml = XmlReader.Create(part, Safe);
        var number = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
            {
                continue;
            }

            number = xml.GetAttribute("r") is { } stated ? int.Parse(stated, CultureInfo.InvariantCulture) : number + 1;
            var cells = new List<SheetCell>();
            if (!xml.IsEmptyElement)
            {
                using var row = xml.ReadSubtree();
                row.Read();
                while (row.Read())
                {
                    if (row is { NodeType: XmlNodeType.Element, LocalName: "c" })
                    {
                        cells.Add(ReadCell(row, cells.Count, texts));
                    }
                }
            }

            yield return (number, cells);
        }
    }

    private static SheetCell ReadCell(XmlReader xml, int place, string[] texts)
    {
        var column = xml.GetAttribute("r") is { } cellReference ? SheetColumns.LettersIn(cellReference) : SheetColumns.LettersOf(place);
        var type = xml.GetAttribute("t");
        var text = new System.Text.StringBuilder();
        if (!xml.IsEmptyElement)
        {
            using var cell = xml.ReadSubtree();
            var element = string.Empty;
            while (cell.Read())
            {
                if (cell.NodeType == XmlNodeType.Element)
                {
                    element = cell.LocalName;
                }
                else if (cell.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace && element is "v" or "t")
                {
                    text.Append(cell.Value);
                }
            }
        }

        if (text.Length > LongestText)
        {
            throw new InvalidDataException("A cell is too long.");
        }

        var value = type switch
        {
            "s" => texts[int.Parse(text.ToString(), CultureInfo.InvariantCulture)],
            "b" => text.ToString() == "1" ? "true" : "false",
            _ => text.ToString(),
        };
        return new SheetCell(column, value, IsNumber: type is null or "n");
    }

    private static string[] ReadTexts(SharedStringTablePart? part)
    {
        if (part is null)
        {
            return [];
        }

        using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Safe);
        var texts = new List<string>();
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                continue;
            }

            var text = new System.Text.StringBuilder();
            using var item = xml.ReadSubtree();
            var (element, isSpoken) = (string.Empty, false);
            while (item.Read())
            {
                if (item.NodeType == XmlNodeType.Element)
                {
                    element = item.LocalName;
                    isSpoken |= element == "rPh";
                }
                else if (item.NodeType == XmlNodeType.EndElement && item.LocalName == "rPh")
                {
                    isSpoken = false;
                }
                else if (item.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace && element == "t" && !isSpoken)
                {
                    text.Append(item.Value);
                }
            }

            texts.Add(text.ToString());
        }

        return [.. texts];
    }

    /// <summary>Finds that the parts of the file unpack to more than is read. The sizes that the file states are those that are unpacked at most.</summary>
    private Fault? TooMuch(MemoryStream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return zip.Entries.Count > MostParts || zip.Entries.Sum(entry => entry.Length) > Unpacked
            || zip.Entries.Any(entry => entry.Name.Equals("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) && entry.Length > MostTexts)
                ? new Fault(FaultCodes.BodyTooLarge, string.Empty, MostBytes.ToString(CultureInfo.InvariantCulture))
                : null;
    }

    private readonly record struct SheetCell(string Column, string Text, bool IsNumber);
}
