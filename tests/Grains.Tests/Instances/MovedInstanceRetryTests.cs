using System.Reflection;
using LaunchStack.Metrics.Grains.Instances;
using Orleans.Serialization.Invocation;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

/// <summary>Calls that meet a silo on its way out.</summary>
public sealed class MovedInstanceRetryTests
{
    private static readonly Exception Gone = new SiloUnavailableException("gone");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rejected_call_to_an_instance_is_made_again_until_it_is_answered(bool thrown)
    {
        var call = new Call("instance", rejections: 2, Gone, thrown);

        await new MovedInstanceRetry(TimeProvider.System).Invoke(call);

        Assert.Equal(3, call.Invocations);
        Assert.Equal("answer", call.Response!.Result);
    }

    [Fact]
    public async Task A_call_that_stays_rejected_ends_with_the_rejection()
    {
        var call = new Call("instance", rejections: int.MaxValue, Gone, thrown: false);

        await new MovedInstanceRetry(TimeProvider.System).Invoke(call);

        Assert.InRange(call.Invocations, 3, 20);
        Assert.Same(Gone, call.Response!.Exception);
    }

    [Theory]
    [InlineData("silo-tail", typeof(SiloUnavailableException))]
    [InlineData("instance", typeof(TimeoutException))]
    [InlineData("instance", typeof(InvalidOperationException))]
    public async Task Other_grains_and_other_failures_are_not_tried_again(string type, Type failure)
    {
        var call = new Call(type, rejections: 1, (Exception)Activator.CreateInstance(failure, "no")!, thrown: false);

        await new MovedInstanceRetry(TimeProvider.System).Invoke(call);

        Assert.Equal(1, call.Invocations);
        Assert.IsType(failure, call.Response!.Exception);
    }

    [Theory]
    [InlineData(nameof(IInstanceGrain.CreateAsync))]
    [InlineData(nameof(IInstanceGrain.RenameAsync))]
    [InlineData(nameof(IInstanceGrain.DeleteAsync))]
    public async Task What_may_have_been_registered_renamed_or_deleted_is_not_tried_again(string method)
    {
        var call = new Call("instance", rejections: 1, Gone, thrown: false, method);

        await new MovedInstanceRetry(TimeProvider.System).Invoke(call);

        Assert.Equal(1, call.Invocations);
        Assert.Same(Gone, call.Response!.Exception);
    }

    private sealed class Call(string type, int rejections, Exception failure, bool thrown, string method = nameof(IInstanceGrain.PushAsync)) : IOutgoingGrainCallContext
    {
        public int Invocations { get; private set; }

        public IInvokable Request => throw new NotSupportedException();

        public object Grain => throw new NotSupportedException();

        public IGrainContext? SourceContext => null;

        public GrainId? SourceId => null;

        public GrainId TargetId { get; } = GrainId.Create(type, $"{Guid.NewGuid():n}");

        public GrainInterfaceType InterfaceType => throw new NotSupportedException();

        public string InterfaceName => throw new NotSupportedException();

        public string MethodName => method;

        public MethodInfo InterfaceMethod => throw new NotSupportedException();

        public object? Result { get; set; }

        public Response? Response { get; set; }

        public Task Invoke()
        {
            var fails = Invocations++ < rejections;
            if (fails && thrown)
            {
                throw failure;
            }

            Response = fails ? Response.FromException(failure) : Response.FromResult("answer");
            return Task.CompletedTask;
        }
    }
}
