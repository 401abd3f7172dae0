---@meta vodflow

-- The host API of vodflow's Lua procedures, for lua-language-server. Scripts never load this file.
-- A definition is the ID of a template: a whole number from 1 to 2147483647.

---What of a source is known, read-only. Reading it while nothing is known stops the script.
---@class MediaInfo
---@field metaData MetaData
---@field sourceType string how the source came to be, such as "RECORD"; "" for a plain file
---@field sourceContext string the push URL of a recording; "" for a plain file

---@class MetaData
---@field size number bytes
---@field container string one word, such as "mp4"
---@field duration integer seconds, rounded half up; the longer of video and audio
---@field bitrate integer kbps
---@field height integer pixels, the greatest of all video streams
---@field width integer pixels, the greatest of all video streams
---@field videoStreamList VideoStream[]
---@field audioStreamList AudioStream[]

---@class VideoStream
---@field bitrate integer kbps
---@field height integer pixels, as shown
---@field width integer pixels, as shown
---@field codec string such as "h264"
---@field fps integer frames a second, rounded half up

---@class AudioStream
---@field codec string such as "aac"
---@field samplingRate integer Hz
---@field bitrate integer kbps

---The source: the argument of every handler, `self.file` of every procedure, and this global.
---@class File
---@field mediaInfo MediaInfo read-only: what is assigned to it is ignored
---@field aiReviewActionSet ActionSet actions of the review stage
---@field manualReviewActionSet ActionSet actions of the manual review stage; none can be done yet
---@field processActionSet ActionSet actions of the process stage
File = {}

---A set of actions. The stage follows from where the set is hung or which handler returns it.
---@class ActionSet
ActionSet = {}
---@return ActionSet
function ActionSet:new() end
---@param action Action
function ActionSet:addAction(action) end

---A set for the process stage.
---@class ProcessActionSet: ActionSet
ProcessActionSet = {}
---@return ProcessActionSet
function ProcessActionSet:new() end

---A set for the review stage.
---@class ReviewActionSet: ActionSet
ReviewActionSet = {}
---@return ReviewActionSet
function ReviewActionSet:new() end

---@alias Action
---| TranscodeAction
---| SampleSnapshotAction
---| ImageSpriteAction
---| CoverBySnapshotAction
---| SnapshotByTimeOffsetAction
---| AnimatedGraphicsAction
---| ReviewAction

---One output for each transcode template.
---@class TranscodeAction
---@field transcodeDefinition integer|integer[] transcode templates; 1 stands for the project's defaults
---@field watermarkDefinition integer|integer[]|nil watermark templates, drawn in this order; 1 stands for the project's default, 0 and nil for none
---@field disableHigherBitrate boolean|nil leave out templates whose bitrate is above the source's
---@field drm DRM|integer|nil encryption
---@field hlsMasterPlaylist boolean|nil also write a master playlist over the HLS outputs
---@field idrAlignment boolean|nil the same key frames in all outputs
---@field override table|nil template fields for these tasks alone, in the wire's nested names: { video = { bitrate = 800 } }
---@field verify { ssim: number }|nil the mean structural similarity to the source, above 0 and up to 1, below which an output fails
TranscodeAction = {}
---@param fields? table fields to start with
---@return TranscodeAction
function TranscodeAction:new(fields) end
---Adds a template; one that is there already is ignored.
---@param definition integer
function TranscodeAction:addTranscodeDefinition(definition) end
---Empties the list of templates.
function TranscodeAction:clearTranscodeDefinition() end

---Snapshots spread over the whole video.
---@class SampleSnapshotAction
---@field definition integer|integer[] sample snapshot template
SampleSnapshotAction = {}
---@param fields? table fields to start with
---@return SampleSnapshotAction
function SampleSnapshotAction:new(fields) end

---Many small pictures in a few large ones, with a WebVTT map.
---@class ImageSpriteAction
---@field definition integer|integer[] image sprite template
ImageSpriteAction = {}
---@param fields? table fields to start with
---@return ImageSpriteAction
function ImageSpriteAction:new(fields) end

---One snapshot that becomes the cover; the first frame where nothing else is said.
---@class CoverBySnapshotAction
---@field definition integer|integer[] snapshot template
---@field positionType "Time"|"Percent"|nil "Time" where it is not given
---@field position number|nil seconds with "Time", percent with "Percent"; 0 where it is not given
CoverBySnapshotAction = {}
---@param fields? table fields to start with
---@return CoverBySnapshotAction
function CoverBySnapshotAction:new(fields) end

---Snapshots at given times.
---@class SnapshotByTimeOffsetAction
---@field definition integer|integer[] snapshot template
---@field timeOffset integer|integer[] milliseconds
SnapshotByTimeOffsetAction = {}
---@param fields? table fields to start with
---@return SnapshotByTimeOffsetAction
function SnapshotByTimeOffsetAction:new(fields) end
---Adds a time; one that is there already is ignored.
---@param milliseconds integer
function SnapshotByTimeOffsetAction:addTimeOffset(milliseconds) end

---A moving picture, GIF or WebP.
---@class AnimatedGraphicsAction
---@field definition integer|integer[] animated graphics template
---@field startTime number|nil seconds; the source's start where it is not given
---@field endTime number|nil seconds; the source's end where it is not given
AnimatedGraphicsAction = {}
---@param fields? table fields to start with
---@return AnimatedGraphicsAction
function AnimatedGraphicsAction:new(fields) end

---A review by machine; it belongs into the review stage.
---@class ReviewAction
---@field definition integer|integer[] review template
ReviewAction = {}
---@param fields? table fields to start with
---@return ReviewAction
function ReviewAction:new(fields) end

---Encryption, for `TranscodeAction.drm`.
---@class DRM
---@field definition integer encryption template
DRM = {}
---@param fields? table fields to start with
---@return DRM
function DRM:new(fields) end

---What every class of a script inherits from.
---@class BaseProcedure
---@field file File the source
---@field constructor fun(self: BaseProcedure, ...)|nil run by `new` with the same arguments
---@field handleReview (fun(self: BaseProcedure, file: File): ActionSet?)|nil the review stage
---@field handleManualReview (fun(self: BaseProcedure, file: File): ActionSet?)|nil the manual review stage
---@field handleProcess (fun(self: BaseProcedure, file: File): ActionSet?)|nil the process stage
---@field handlePublish (fun(self: BaseProcedure, file: File): ActionSet?)|nil the publish stage
BaseProcedure = {}
---Makes an instance and calls its constructor.
---@param ... any
---@return BaseProcedure
function BaseProcedure:new(...) end
---By dot or by colon.
---@param priority integer -10 to 10; 0 where it is never set
function BaseProcedure.setPriority(priority) end
---By dot or by colon.
---@param mode 'Finish'|'Change'|'None' one event at the end, one at each change, or none; Finish where it is never set
function BaseProcedure.setNotifyMode(mode) end

---Sets the priority of the run from anywhere in a script.
procedure = {}
---By dot or by colon.
---@param priority integer -10 to 10
function procedure.setPriority(priority) end
---By dot or by colon.
---@param mode 'Finish'|'Change'|'None'
function procedure.setNotifyMode(mode) end

---Makes a class that inherits from BaseProcedure.
---@return BaseProcedure
function NewProcedureClass() end

---Adds a warning, at this line or at an argument of the call.
---@param message string
---@param argumentIndex? integer which argument of the call it is about, from 1
function Warn(message, argumentIndex) end

---Ends the script with an error, at this line or at an argument of the call. `pcall` cannot catch it.
---@param message string
---@param argumentIndex? integer which argument of the call it is about, from 1
function Refuse(message, argumentIndex) end
