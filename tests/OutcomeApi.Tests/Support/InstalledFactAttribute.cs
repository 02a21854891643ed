using System.Runtime.CompilerServices;

namespace OutcomeApi.Tests.Support;

/// <summary>A test that starts other programs. Where one of them is not installed it is skipped, and its name says so.</summary>
public sealed class InstalledFactAttribute : FactAttribute
{
    public InstalledFactAttribute(string program, string? other = null, string? third = null, [CallerMemberName] string test = "") =>
        this.SkipFor(Installed.Missing(program, other, third), test);
}

/// <summary>As <see cref="InstalledFactAttribute"/>, with data.</summary>
public sealed class InstalledTheoryAttribute : TheoryAttribute
{
    public InstalledTheoryAttribute(string program, [CallerMemberName] string test = "") => this.SkipFor(Installed.Missing(program), test);
}
