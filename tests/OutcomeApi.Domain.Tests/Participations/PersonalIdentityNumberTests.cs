namespace OutcomeApi.Domain.Tests.Participations;

/// <summary>Numbers that Skatteverket uses as examples, and numbers whose check digit was worked out by hand.</summary>
public sealed class PersonalIdentityNumberTests
{
    [Theory]
    [InlineData("191212121212", true)]
    [InlineData("19121212-1212", true)]
    [InlineData("19121212+1212", true)]
    [InlineData("1212121212", true)]
    [InlineData("121212-1212", true)]
    [InlineData("121212+1212", true)]
    [InlineData("197010632391", true)]
    [InlineData("701063-2391", true)]
    [InlineData("197000602396", true)]
    [InlineData("197010602394", true)]
    [InlineData("197000752399", true)]
    [InlineData("197013602391", false)]

    // 29 February: there was one in 2000, not in 1900, and none in any 01.
    [InlineData("0002290005", true)]
    [InlineData("0102290004", false)]

    // Another check digit, a month that there is not, a sign elsewhere, more around it, less of it.
    [InlineData("191212121213", false)]
    [InlineData("1212121213", false)]
    [InlineData("191312121210", false)]
    [InlineData("1912-12121212", false)]
    [InlineData("121212-121-2", false)]
    [InlineData("121212.1212", false)]
    [InlineData("P-121212-1212", false)]
    [InlineData("121212121", false)]
    [InlineData("121212-", false)]
    [InlineData("-1212", false)]
    [InlineData("", false)]
    [InlineData("E-2024-0117", false)]
    public void A_number_is_seen_however_it_is_written(string text, bool isOne) => PersonalIdentityNumber.IsWrittenAs(text).ShouldBe(isOne);
}
