using LaunchStack.Metrics.Silo.Hosting;

return await SiloProgram.RunAsync(args);
