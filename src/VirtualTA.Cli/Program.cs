using VirtualTA.Cli.Hosting;

return await CommandLineHost.RunAsync(args, Console.Out, Console.Error);
