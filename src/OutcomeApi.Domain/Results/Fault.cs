namespace OutcomeApi.Domain.Results;

/// <summary>One error in what was sent, or one warning about it.</summary>
/// <param name="Code">The stable kebab-case code, see <see cref="FaultCodes"/>.</param>
/// <param name="Pointer">The JSON Pointer (RFC 6901) into what was sent. Empty when the fault concerns the whole of it.</param>
/// <param name="Details">
/// The values for the placeholders of the message: names, codes and limits of the contract, never values that were sent.
/// </param>
public sealed record Fault(string Code, string Pointer, params IReadOnlyList<string> Details)
{
    /// <summary>How many faults this is. More than one when an answer has so many faults that it shows only the first.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Counts one more fault with this code. Only whoever has made a fault that is not shown does this.</summary>
    public void AddOne() => Count++;

    /// <summary>
    /// Returns the same fault as seen from an enclosing document: the prefix, for example <c>/records/2</c>, is put before the pointer.
    /// </summary>
    public Fault Below(string prefix) => this with { Pointer = prefix + Pointer };
}
