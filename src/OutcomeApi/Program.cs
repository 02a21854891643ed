using OutcomeApi.Hosting;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
