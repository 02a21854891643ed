using MediatR;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Pipeline;

/// <summary>A request that changes something: one transaction, committed only on success.</summary>
public interface ICommand<T> : IRequest<Result<T>>, ICommand
    where T : class;

/// <summary>What the transaction looks for.</summary>
public interface ICommand;
