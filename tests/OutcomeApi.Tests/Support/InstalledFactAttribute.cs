using System.Runtime.CompilerServices;

namespace OutcomeApi.Tests.Support;

/// <summary>A test that starts other programs. Where one of them is not installed it is skipped, and its name says so.</summary>
public sealed class InstalledFactAttribute : FactAttribute
{
    public InstalledFactAttribute(string program, string? other = null, string? third = null, [CallerMemberName] string test = "")
    {
        Skip = new[] { program, other, third }.OfType<string>().Where(one => Installed.OnPath(one) is null).ToArray() is { Length: > 0 } missing
            ? $"{string.Join(", ", missing)} not installed"
            : null;
        DisplayName = Skip is null ? null : $"{test} ({Skip})";
    }
}

/// <summary>As <see cref="InstalledFactAttribute"/>, with data.</summary>
public sealed class InstalledTheoryAttribute : TheoryAttribute
{
    public InstalledTheoryAttribute(string program, [CallerMemberName] string test = "")
    {
        Skip = Installed.OnPath(program) is null ? $"{program} not installed" : null;
        DisplayName = Skip is null ? null : $"{test} ({Skip})";
    }
}
