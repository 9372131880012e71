using VirtualTA.Server.Conversations;
using VirtualTA.Server.Courses;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Hubs;

var builder = WebApplication.CreateBuilder(ServerDefaults.Options(args));
builder.UseServerDefaults();
builder.Services.AddCourses();
builder.Services.AddRecognition();
builder.Services.AddAnswering();
builder.Services.AddSynthesis();
builder.Services.AddConversations();

var app = builder.Build();
app.MapHub<TeachingAssistantHub>(TeachingAssistantHub.Path);
app.MapStatus();
app.MapCourses();
app.MapPages();
app.Run();
