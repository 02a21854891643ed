using System.Diagnostics.CodeAnalysis;

namespace OutcomeApi.Domain.Results;

/// <summary>
/// The result of a command: a value, or every fault that prevented it. Exceptions are reserved for bugs and technical failures.
/// </summary>
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

    /// <summary>Converts the value with <paramref name="map"/>. A failed result keeps its faults.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map)
        where TOther : class => IsSuccess ? map(Value) : Faults.ToList();

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Fault fault) => new(null, [fault]);

    public static implicit operator Result<T>(List<Fault> faults) => faults.Count > 0
        ? new(null, faults)
        : throw new ArgumentException("A failed result names at least one fault.", nameof(faults));
}

/// <summary>The part of any result that decides whether the transaction commits.</summary>
public interface IOutcome
{
    bool IsSuccess { get; }
}
