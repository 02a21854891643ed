using System.Text;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Support;

/// <summary>A text literal of a source file.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Text">What stands between its quotes, as it is written.</param>
/// <param name="Const">The constant that it is the value of; null when it stands elsewhere.</param>
public sealed record SourceLiteral(int Line, string Text, string? Const);

/// <summary>A C# file, taken apart as far as the architecture tests need it: code without comments and literals, and the literals.</summary>
public sealed partial class SourceFile
{
    private readonly string _source;
    private readonly StringBuilder _code;
    private readonly List<SourceLiteral> _literals = [];

    public SourceFile(string path, string source)
    {
        Path = path;
        _source = source;
        _code = new StringBuilder(source);
        ReadCode(0, inHole: false);
        Code = _code.ToString();
    }

    public string Path { get; }

    /// <summary>The file with comments and literals blanked; everything stands where it stood. What is interpolated is code.</summary>
    public string Code { get; }

    public IReadOnlyList<SourceLiteral> Literals => _literals;

    public static IReadOnlyList<SourceFile> Below(string folder) =>
        [.. Repository.Files(folder, "*.cs").Select(path => new SourceFile(path, Repository.Read(path)))];

    /// <summary>Where a pattern occurs in the code, as <c>path:line text</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) => pattern.Matches(Code).Select(m => $"{Path}:{LineOf(m.Index)} {m.Value.Trim()}");

    private int LineOf(int index) => _source.AsSpan(0, index).Count('\n') + 1;

    /// <summary>Reads code up to the end, or to the brace that closes the hole of an interpolated text.</summary>
    private int ReadCode(int i, bool inHole)
    {
        for (var depth = 0; i < _source.Length;)
        {
            var rest = _source.AsSpan(i);
            if (rest.StartsWith("//"))
            {
                i = Blank(i, IndexOf("\n", i));
            }
            else if (rest.StartsWith("/*"))
            {
                i = Blank(i, IndexOf("*/", i) + 2);
            }
            else if (rest[0] == '\'')
            {
                i = Blank(i, IndexOf("'", i + (rest[1] == '\\' ? 3 : 2)) + 1);
            }
            else if (LiteralStart().Match(_source, i) is { Success: true } start && start.Index == i)
            {
                i = ReadLiteral(i, start);
            }
            else if (inHole && rest[0] == '}' && depth-- == 0)
            {
                return i;
            }
            else
            {
                depth += inHole && rest[0] == '{' ? 1 : 0;
                i++;
            }
        }

        return i;
    }

    private int ReadLiteral(int begin, Match start)
    {
        var quotes = start.Groups["quotes"].Value;
        var isVerbatim = start.Groups["prefix"].Value.Contains('@');
        var isRaw = quotes.Length >= 3;
        var braces = start.Groups["prefix"].Value.Count(c => c == '$');
        var open = new string('{', Math.Max(1, isRaw ? braces : 1));
        var first = begin + start.Length;
        var i = first;
        while (true)
        {
            var rest = _source.AsSpan(i);
            if (isVerbatim && rest.StartsWith("\"\""))
            {
                i = Blank(i, i + 2);
            }
            else if (rest.StartsWith(quotes))
            {
                break;
            }
            else if (braces > 0 && !isRaw && rest.StartsWith("{{"))
            {
                i = Blank(i, i + 2);
            }
            else if (braces > 0 && rest.StartsWith(open))
            {
                i = ReadCode(Blank(i, i + open.Length), inHole: true);
                i = Blank(i, i + open.Length);
            }
            else
            {
                i = Blank(i, i + (!isRaw && !isVerbatim && rest[0] == '\\' ? 2 : 1));
            }
        }

        var constant = ConstBefore().Match(_code.ToString(0, begin));
        _literals.Add(new SourceLiteral(LineOf(begin), _source[first..i], constant.Success ? constant.Groups["name"].Value : null));
        Blank(begin, first);
        return Blank(i, i + quotes.Length);
    }

    private int IndexOf(string text, int from) => _source.IndexOf(text, from, StringComparison.Ordinal) is var at and >= 0 ? at : _source.Length;

    private int Blank(int from, int to)
    {
        for (var i = from; i < to && i < _code.Length; i++)
        {
            _code[i] = _code[i] == '\n' ? '\n' : ' ';
        }

        return to;
    }

    [GeneratedRegex("""\G((?<prefix>\$*@\$*)(?<quotes>")|(?<prefix>\$*)(?<quotes>"{3,}|"))""")]
    private static partial Regex LiteralStart();

    [GeneratedRegex(@"const string (?<name>\w+)\s*=\s*$")]
    private static partial Regex ConstBefore();
}
