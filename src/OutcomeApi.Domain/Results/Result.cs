using System.Diagnostics.CodeAnalysis;

namespace OutcomeApi.Domain.Results;

/// <summary>What a command came to: a value, or every fault that stood in its way. Exceptions are for bugs and broken machines.</summary>
public sealed class Result<T> : IOutcome
    where T : class
{
    private Result(T? value, IReadOnlyList<Fault> faults)
    {
        Value = value;
        Faults = faults;
    }

    public T? Value { get; }

    public IReadOnlyList<Fault> Faults { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsSuccess => Value is not null;

    /// <summary>Makes something of the value; faults stay what they are.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map)
        where TOther : class => IsSuccess ? map(Value) : Faults.ToList();

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Fault fault) => new(null, [fault]);

    public static implicit operator Result<T>(List<Fault> faults) => faults.Count > 0
        ? new(null, faults)
        : throw new ArgumentException("A failed result names at least one fault.", nameof(faults));
}

/// <summary>What the transaction asks of any result: whether to commit.</summary>
public interface IOutcome
{
    bool IsSuccess { get; }
}
